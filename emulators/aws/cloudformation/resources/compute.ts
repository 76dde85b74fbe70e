import { AwsError } from '../../aws-error';
import type { Functions } from '../../lambda/functions';
import type { FunctionProperties } from '../../lambda/settings';
import type { Identities, Role } from '../../iam/identities';
import { checkRole } from '../../iam/identities';
import type { PolicyDocument } from '../../iam/policy';
import type { Place } from '../../place';
import type { Buckets } from '../../s3/buckets';
import { text, type Context, type Properties, type ResourceType } from '../resource';

interface Parts {
  functions: Functions;
  identities: Identities;
  buckets: Buckets;
  place: Place;
}

export function computeTypes(parts: Parts): Record<string, ResourceType> {
  const { functions } = parts;
  return {
    'AWS::IAM::Role': roleType(parts),
    'AWS::Lambda::Function': functionType(parts),
    'AWS::Lambda::Permission': {
      create(properties, { caller, generatedName }) {
        const { FunctionName, Principal, Action, SourceArn } = properties as Record<string, string>;
        const found = functions.get(FunctionName!);
        caller.must('lambda:AddPermission', found.arn);
        const id = generatedName();
        found.permissions.set(id, { principal: Principal!, action: Action!, sourceArn: SourceArn });
        return { id };
      },
      delete({ id, properties }, { caller }) {
        const arn = functions.arn(nameOf(properties.FunctionName));
        caller.must('lambda:RemovePermission', arn);
        functions.find(nameOf(properties.FunctionName))?.permissions.delete(id);
      },
    },
    'AWS::Lambda::EventInvokeConfig': {
      create({ FunctionName, Qualifier }, { caller }) {
        const name = nameOf(FunctionName);
        caller.must('lambda:PutFunctionEventInvokeConfig', functions.get(name).arn);
        return { id: `${name}|${text(Qualifier)}` };
      },
      update(deployed, { FunctionName }, { caller }) {
        caller.must('lambda:PutFunctionEventInvokeConfig', functions.get(nameOf(FunctionName)).arn);
        return deployed;
      },
      delete({ properties }, { caller }) {
        caller.must('lambda:DeleteFunctionEventInvokeConfig', functions.arn(nameOf(properties.FunctionName)));
      },
    },
  };
}

function functionType({ functions, buckets, identities }: Parts): ResourceType {
  async function put(properties: Properties, { caller, generatedName }: Context, actions: string[]) {
    const settings = asFunction({ FunctionName: generatedName(), ...properties });
    const arn = functions.arn(settings.FunctionName);
    for (const action of actions) caller.must(`lambda:${action}`, arn);
    if (settings.ReservedConcurrentExecutions !== undefined)
      caller.must('lambda:PutFunctionConcurrency', arn);
    caller.must('iam:PassRole', identities.role(settings.Role).arn);
    const { S3Bucket, S3Key } = settings.Code;
    const made = await functions.put(settings, buckets.read(S3Bucket!, S3Key!, caller));
    return { id: settings.FunctionName, attributes: { Arn: made.arn } };
  }
  return {
    create(properties, context) {
      const name = properties.FunctionName as string | undefined;
      if (name && functions.find(name)) {
        throw new AwsError('ResourceConflictException', `Function already exist: ${name}`, 409);
      }
      return put(properties, context, ['CreateFunction', 'TagResource']);
    },
    update: (_, properties, context) =>
      put(properties, context, ['UpdateFunctionCode', 'UpdateFunctionConfiguration']),
    async delete({ id }, { caller }) {
      caller.must('lambda:DeleteFunction', functions.arn(id));
      await functions.delete(id);
    },
  };
}

/** Numbers may stand in a template as text. */
function asFunction(properties: Properties): FunctionProperties {
  const { MemorySize, Timeout, ReservedConcurrentExecutions } = properties;
  const number = (value: unknown) => (value === undefined ? undefined : Number(value));
  return {
    ...properties,
    MemorySize: number(MemorySize),
    Timeout: number(Timeout),
    ReservedConcurrentExecutions: number(ReservedConcurrentExecutions),
  } as FunctionProperties;
}

/** A function is named by its name or its ARN. */
function nameOf(function_: unknown): string {
  const name = text(function_);
  return name.slice(name.lastIndexOf(':') + 1);
}

function roleType({ identities, place }: Parts): ResourceType {
  const arn = (name: string) => `arn:aws:iam::${place.account}:role/${name}`;
  return {
    create(properties, { caller, generatedName }) {
      const name = text(properties.RoleName ?? generatedName());
      for (const action of ['CreateRole', 'PutRolePolicy', 'GetRole'])
        caller.must(`iam:${action}`, arn(name));
      const { trust, policies } = documents(properties);
      return { id: name, attributes: { Arn: identities.createRole(name, trust, policies).arn } };
    },
    update(deployed, properties, { caller }) {
      for (const action of ['UpdateAssumeRolePolicy', 'PutRolePolicy'])
        caller.must(`iam:${action}`, arn(deployed.id));
      const next = documents(properties);
      checkRole(next);
      Object.assign(identities.role(deployed.id), next);
      return deployed;
    },
    delete({ id }, { caller }) {
      for (const action of ['DeleteRolePolicy', 'DeleteRole']) caller.must(`iam:${action}`, arn(id));
      identities.roles.delete(id);
    },
  };
}

function documents({
  AssumeRolePolicyDocument,
  Policies = [],
}: Properties): Pick<Role, 'trust' | 'policies'> {
  const policies = Policies as { PolicyName: string; PolicyDocument: PolicyDocument }[];
  return {
    trust: AssumeRolePolicyDocument as PolicyDocument,
    policies: new Map(policies.map(({ PolicyName, PolicyDocument }) => [PolicyName, PolicyDocument])),
  };
}
