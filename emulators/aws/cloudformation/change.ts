import { randomBytes } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { SpecDatabase } from '@aws-cdk/service-spec-types';
import { AwsError, NotEmulatedError } from '../aws-error';
import type { Caller } from '../iam/caller';
import type { Place } from '../place';
import { holds, resolve, type Scope } from './intrinsics';
import type { Context, Deployed, Properties, ResourceType } from './resource';
import { resourceProblems, typeOf, type Resource } from './rules';
import type { Stack, StackOutput } from './stack';
import { inOrder, type Template } from './template';

export interface Surroundings {
  place: Place;
  spec: SpecDatabase;
  types: Readonly<Record<string, ResourceType>>;
  /** What other stacks export. */
  exports: (except: Stack) => ReadonlyMap<string, string>;
}

/** One resource that was touched, and how to put it back. */
interface Step {
  logicalId: string;
  undo: () => Promise<void>;
}

/** Takes a stack from what it is to what a template says; can go back. */
export class Change {
  readonly #stack: Stack;
  readonly #template: Template;
  readonly #caller: Caller;
  readonly #around: Surroundings;
  readonly #steps: Step[] = [];
  /** What was replaced; removed once everything else stands. */
  readonly #replaced: Deployed[] = [];

  constructor(stack: Stack, template: Template, caller: Caller, around: Surroundings) {
    this.#stack = stack;
    this.#template = template;
    this.#caller = caller;
    this.#around = around;
  }

  /** Makes and changes, in order of need. @throws AwsError of the first resource that fails, after telling it. */
  async forward(): Promise<StackOutput[]> {
    for (const id of inOrder(this.#template.Resources)) {
      if (this.#wanted(id)) await this.#apply(id, this.#template.Resources[id]!);
    }
    return this.#outputs();
  }

  /** Removes what the template does not have any more. */
  async cleanUp(): Promise<void> {
    for (const deployed of this.#replaced.toReversed()) await this.#remove(deployed);
    const gone = [...this.#stack.resources.values()]
      .toReversed()
      .filter(({ logicalId }) => !this.#wanted(logicalId));
    for (const deployed of gone) {
      await this.#remove(deployed);
      this.#stack.resources.delete(deployed.logicalId);
    }
  }

  /** Puts everything back as it was before. */
  async back(): Promise<void> {
    for (const { undo } of this.#steps.toReversed()) await undo();
  }

  #wanted(id: string): boolean {
    const resource = this.#template.Resources[id];
    if (!resource) return false;
    return resource.Condition === undefined || holds(resource.Condition, this.#scope());
  }

  async #apply(id: string, resource: Resource): Promise<void> {
    const { Type: type, DeletionPolicy } = resource;
    const before = this.#stack.resources.get(id);
    const kind = before ? 'UPDATE' : 'CREATE';
    try {
      const properties = (resolve(resource.Properties ?? {}, this.#scope()) ?? {}) as Properties;
      if (before && isDeepStrictEqual(before.properties, properties)) {
        before.deletionPolicy = DeletionPolicy;
        return;
      }
      this.#check(id, type, properties);
      this.#stack.tell(id, type, `${kind}_IN_PROGRESS`);
      const deployed = await this.#put(id, resource, properties, before);
      this.#stack.resources.set(id, deployed);
      this.#stack.tell(id, type, `${kind}_COMPLETE`, { physicalId: deployed.id });
    } catch (error) {
      this.#stack.tell(id, type, `${kind}_FAILED`, { reason: words(error) });
      throw error;
    }
  }

  #check(id: string, type: string, properties: Properties): void {
    if (!Object.hasOwn(this.#around.types, type)) throw new NotEmulatedError(`resources of the type ${type}`);
    const problems = resourceProblems(this.#around.spec, id, { Type: type, Properties: properties });
    if (problems.length === 0) return;
    throw new AwsError(
      'ValidationError',
      `Properties validation failed for resource ${id} with message: [${problems.join(', ')}]`,
    );
  }

  async #put(id: string, resource: Resource, properties: Properties, before?: Deployed): Promise<Deployed> {
    const type = this.#around.types[resource.Type]!;
    const context = this.#context(id);
    const base = { logicalId: id, type: resource.Type, properties, deletionPolicy: resource.DeletionPolicy };
    const at = this.#around.place.clock.now();
    const inPlace = before && type.update && !this.#replaces(resource.Type, before.properties, properties);
    if (before && inPlace) {
      const made = await type.update!(before, properties, context);
      const deployed = { ...base, id: made.id, attributes: made.attributes, at };
      this.#steps.push({ logicalId: id, undo: () => this.#restore(before, deployed) });
      return deployed;
    }
    const made = await type.create(properties, context);
    const deployed = { ...base, id: made.id, attributes: made.attributes, at };
    if (before && resource.UpdateReplacePolicy !== 'Retain') this.#replaced.push(before);
    this.#steps.push({ logicalId: id, undo: () => this.#unmake(deployed, before) });
    return deployed;
  }

  #replaces(type: string, before: Properties, after: Properties): boolean {
    const known = typeOf(this.#around.spec, type)?.properties ?? {};
    return Object.entries(known).some(
      ([name, { causesReplacement }]) =>
        causesReplacement === 'yes' && !isDeepStrictEqual(before[name], after[name]),
    );
  }

  async #restore(before: Deployed, now: Deployed): Promise<void> {
    const { logicalId, type } = before;
    this.#stack.tell(logicalId, type, 'UPDATE_IN_PROGRESS', { physicalId: before.id });
    await this.#around.types[type]!.update!(now, before.properties, this.#context(logicalId));
    this.#stack.resources.set(logicalId, before);
    this.#stack.tell(logicalId, type, 'UPDATE_COMPLETE', { physicalId: before.id });
  }

  async #unmake(deployed: Deployed, before?: Deployed): Promise<void> {
    await this.#remove(deployed);
    if (before) this.#stack.resources.set(deployed.logicalId, before);
    else this.#stack.resources.delete(deployed.logicalId);
  }

  async #remove(deployed: Deployed): Promise<void> {
    await removeResource(this.#stack, deployed, this.#context(deployed.logicalId), this.#around.types);
  }

  #outputs(): StackOutput[] {
    const taken = this.#around.exports(this.#stack);
    return Object.entries(this.#template.Outputs ?? {})
      .filter(([, { Condition }]) => !Condition || holds(Condition, this.#scope()))
      .map(([key, { Value, Description, Export }]) => {
        const exportName = Export && String(resolve(Export.Name, this.#scope()));
        const owner = exportName && taken.get(exportName);
        if (owner) {
          throw new AwsError(
            'ValidationError',
            `Export with name ${exportName} is already exported by stack ${owner}`,
          );
        }
        return { key, value: String(resolve(Value, this.#scope())), description: Description, exportName };
      });
  }

  #scope(): Scope {
    const { account, region } = this.#around.place;
    return {
      values: {
        'AWS::AccountId': account,
        'AWS::Region': region,
        'AWS::Partition': 'aws',
        'AWS::URLSuffix': 'amazonaws.com',
        'AWS::StackName': this.#stack.name,
        'AWS::StackId': this.#stack.id,
      },
      conditions: this.#template.Conditions ?? {},
      ref: (id) => this.#stack.resources.get(id)?.id,
      attribute: (id, name) => this.#stack.resources.get(id)?.attributes?.[name],
    };
  }

  #context(logicalId: string): Context {
    return contextOf(this.#stack, logicalId, this.#caller);
  }
}

export function contextOf(stack: Stack, logicalId: string, caller: Caller): Context {
  return {
    caller,
    logicalId,
    stackName: stack.name,
    generatedName: () => {
      const chance = BigInt(`0x${randomBytes(8).toString('hex')}`)
        .toString(36)
        .toUpperCase()
        .slice(0, 12);
      // A name of 63 or 64 characters is the longest that everything takes.
      return `${`${stack.name}-${logicalId}`.slice(0, 50)}-${chance}`;
    },
  };
}

/** @throws AwsError after telling it. */
export async function removeResource(
  stack: Stack,
  deployed: Deployed,
  context: Context,
  types: Readonly<Record<string, ResourceType>>,
): Promise<void> {
  const { logicalId, type, id: physicalId, deletionPolicy } = deployed;
  // `Retain` keeps also what a deployment made that is rolled back (CloudFormation User Guide: DeletionPolicy).
  if (deletionPolicy === 'Retain') {
    stack.tell(logicalId, type, 'DELETE_SKIPPED', { physicalId });
    return;
  }
  stack.tell(logicalId, type, 'DELETE_IN_PROGRESS', { physicalId });
  try {
    await types[type]!.delete(deployed, context);
  } catch (error) {
    stack.tell(logicalId, type, 'DELETE_FAILED', { physicalId, reason: words(error) });
    throw error;
  }
  stack.tell(logicalId, type, 'DELETE_COMPLETE', { physicalId });
}

export function words(error: unknown): string {
  if (!(error instanceof AwsError)) throw error;
  const { message, code, status } = error;
  return message.startsWith('Properties validation')
    ? message
    : `${message} (Error Code: ${code}; Status Code: ${status})`;
}
