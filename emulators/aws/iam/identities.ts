import { randomBytes } from 'node:crypto';
import { AwsError } from '../aws-error';
import type { SigningKey } from '../signature';
import { callerOf, type Caller } from './caller';
import { checkPolicy, type PolicyDocument } from './policy';

export interface Role {
  name: string;
  arn: string;
  trust: PolicyDocument;
  policies: Map<string, PolicyDocument>;
}

export interface Credentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string;
}

interface Identity {
  key: SigningKey;
  caller: Caller;
}

export interface Refusal {
  caller: string;
  action: string;
  resource: string;
}

/** Users, roles and their keys in one account. */
export class Identities {
  readonly #account: string;
  readonly #keys = new Map<string, Identity>();
  readonly roles = new Map<string, Role>();
  /** What was asked for and not allowed, oldest first. */
  readonly refusals: Refusal[] = [];

  constructor(account: string) {
    this.#account = account;
  }

  /** A user with an access key and one policy. */
  addUser(name: string, policy: PolicyDocument): Credentials {
    checkPolicy(policy);
    return this.#issue('AKIA', `arn:aws:iam::${this.#account}:user/${name}`, () => [policy]);
  }

  /** @throws AwsError EntityAlreadyExists, MalformedPolicyDocument. */
  createRole(name: string, trust: PolicyDocument, policies: ReadonlyMap<string, PolicyDocument>): Role {
    if (this.roles.has(name)) {
      throw new AwsError('EntityAlreadyExists', `Role with name ${name} already exists.`, 409);
    }
    const role = {
      name,
      arn: `arn:aws:iam::${this.#account}:role/${name}`,
      trust,
      policies: new Map(policies),
    };
    checkRole(role);
    this.roles.set(name, role);
    return role;
  }

  /** @throws AwsError NoSuchEntity. */
  role(arnOrName: string): Role {
    const name = arnOrName.slice(arnOrName.lastIndexOf('/') + 1);
    const role = this.roles.get(name);
    if (!role) throw new AwsError('NoSuchEntity', `The role with name ${name} cannot be found.`, 404);
    return role;
  }

  /** Temporary credentials of a role, as a service takes them that the role trusts. @param service such as lambda.amazonaws.com. */
  assume(roleArn: string, service: string, session: string): Credentials {
    const role = this.role(roleArn);
    if (!trusts(role, service)) {
      throw new AwsError('AccessDenied', `${service} is not allowed to assume ${role.arn}`, 403);
    }
    const arn = `arn:aws:sts::${this.#account}:assumed-role/${role.name}/${session}`;
    const sessionToken = randomBytes(48).toString('base64');
    return this.#issue(
      'ASIA',
      arn,
      () => [...(this.roles.get(role.name)?.policies.values() ?? [])],
      sessionToken,
    );
  }

  key(accessKeyId: string): SigningKey | undefined {
    return this.#keys.get(accessKeyId)?.key;
  }

  caller(accessKeyId: string): Caller {
    return this.#keys.get(accessKeyId)!.caller;
  }

  #issue(
    prefix: string,
    arn: string,
    policies: () => readonly PolicyDocument[],
    sessionToken?: string,
  ): Credentials {
    const accessKeyId = prefix + randomBytes(10).toString('hex').slice(0, 16).toUpperCase();
    const secretAccessKey = randomBytes(30).toString('base64');
    const caller = callerOf(arn, policies, (action, resource) =>
      this.refusals.push({ caller: arn, action, resource }),
    );
    this.#keys.set(accessKeyId, { key: { secret: secretAccessKey, sessionToken }, caller });
    return { accessKeyId, secretAccessKey, sessionToken };
  }
}

/** Whether the role's trust policy lets a service take it. */
export function trusts({ trust }: Role, service: string): boolean {
  return [trust.Statement].flat().some(({ Effect, Principal, Action }) => {
    const services = typeof Principal === 'object' ? [Principal.Service ?? []].flat() : [];
    return (
      Effect === 'Allow' && services.includes(service) && [Action ?? []].flat().includes('sts:AssumeRole')
    );
  });
}

/** @throws AwsError MalformedPolicyDocument. */
export function checkRole({ trust, policies }: Pick<Role, 'trust' | 'policies'>): void {
  checkPolicy(trust, { resource: false });
  for (const policy of policies.values()) checkPolicy(policy);
}
