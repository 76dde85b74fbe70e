import { AwsError } from '../aws-error';
import type { Caller } from '../iam/caller';
import { arnOf } from '../place';
import { Change, contextOf, removeResource, words, type Surroundings } from './change';
import { Stack } from './stack';
import { parseTemplate, type Template } from './template';

export type OnFailure = 'ROLLBACK' | 'DELETE' | 'DO_NOTHING';

/** The stacks of one account. Work goes on after the request that began it; `settled` waits for it. */
export class Stacks {
  readonly #stacks = new Map<string, Stack>();
  readonly #around: Omit<Surroundings, 'exports'>;

  constructor(around: Omit<Surroundings, 'exports'>) {
    this.#around = around;
  }

  get all(): Stack[] {
    return [...this.#stacks.values()];
  }

  arn(nameOrId: string): string {
    return nameOrId.startsWith('arn:')
      ? nameOrId
      : arnOf(this.#around.place, 'cloudformation', `stack/${nameOrId}/*`);
  }

  find(nameOrId: string): Stack | undefined {
    return this.#stacks.get(nameOrId) ?? this.all.find(({ id }) => id === nameOrId);
  }

  /** @throws AwsError ValidationError. */
  get(nameOrId: string): Stack {
    const stack = this.find(nameOrId);
    if (stack) return stack;
    throw new AwsError('ValidationError', `Stack with id ${nameOrId} does not exist`);
  }

  /** @throws AwsError ValidationError. */
  validate(text: string): Template {
    return parseTemplate(text, this.#around.spec);
  }

  /** @throws AwsError AlreadyExistsException, ValidationError. */
  create(name: string, text: string, caller: Caller, onFailure: OnFailure): Stack {
    if (this.#stacks.has(name))
      throw new AwsError('AlreadyExistsException', `Stack [${name}] already exists`);
    const template = this.validate(text);
    const stack = new Stack(name, this.#around.place);
    this.#stacks.set(name, stack);
    stack.enter('CREATE_IN_PROGRESS', 'User Initiated');
    const change = this.#change(stack, template, caller);
    stack.settled = this.#making(stack, change, template, text, onFailure);
    return stack;
  }

  /** @throws AwsError ValidationError: not there, busy, or nothing to do. */
  update(name: string, text: string, caller: Caller): Stack {
    const stack = this.get(name);
    const template = this.validate(text);
    if (
      stack.underWay ||
      !/(CREATE|UPDATE|ROLLBACK)_COMPLETE$/.test(stack.status) ||
      stack.status === 'ROLLBACK_COMPLETE'
    ) {
      throw new AwsError(
        'ValidationError',
        `Stack:${stack.id} is in ${stack.status} state and can not be updated.`,
      );
    }
    if (JSON.stringify(template) === JSON.stringify(stack.template)) {
      throw new AwsError('ValidationError', 'No updates are to be performed.');
    }
    stack.enter('UPDATE_IN_PROGRESS', 'User Initiated');
    stack.settled = this.#updating(stack, this.#change(stack, template, caller), template, text);
    return stack;
  }

  delete(name: string, caller: Caller): void {
    const stack = this.find(name);
    if (!stack) return;
    stack.enter('DELETE_IN_PROGRESS', 'User Initiated');
    stack.settled = this.#deleting(stack, caller);
  }

  async #making(
    stack: Stack,
    change: Change,
    template: Template,
    text: string,
    onFailure: OnFailure,
  ): Promise<void> {
    try {
      stack.outputs = await change.forward();
      this.#done(stack, template, text, 'CREATE_COMPLETE');
    } catch (error) {
      const reason = `The following resource(s) failed to create: ${words(error)}`;
      if (onFailure === 'DO_NOTHING') return stack.enter('CREATE_FAILED', reason);
      stack.enter(onFailure === 'DELETE' ? 'DELETE_IN_PROGRESS' : 'ROLLBACK_IN_PROGRESS', reason);
      const kind = onFailure === 'DELETE' ? 'DELETE' : 'ROLLBACK';
      if ((await this.#back(stack, change, kind)) && kind === 'DELETE') this.#stacks.delete(stack.name);
    }
  }

  async #updating(stack: Stack, change: Change, template: Template, text: string): Promise<void> {
    try {
      stack.outputs = await change.forward();
    } catch (error) {
      stack.enter(
        'UPDATE_ROLLBACK_IN_PROGRESS',
        `The following resource(s) failed to update: ${words(error)}`,
      );
      await this.#back(stack, change, 'UPDATE_ROLLBACK');
      return;
    }
    stack.enter('UPDATE_COMPLETE_CLEANUP_IN_PROGRESS');
    await change.cleanUp();
    this.#done(stack, template, text, 'UPDATE_COMPLETE');
  }

  /** @returns false: the stack is stuck, and a person must help. */
  async #back(stack: Stack, change: Change, kind: string): Promise<boolean> {
    try {
      await change.back();
    } catch (error) {
      stack.enter(`${kind}_FAILED`, words(error));
      return false;
    }
    stack.enter(`${kind}_COMPLETE`);
    return true;
  }

  async #deleting(stack: Stack, caller: Caller): Promise<void> {
    try {
      for (const deployed of [...stack.resources.values()].toReversed()) {
        await removeResource(
          stack,
          deployed,
          contextOf(stack, deployed.logicalId, caller),
          this.#around.types,
        );
        stack.resources.delete(deployed.logicalId);
      }
      stack.enter('DELETE_COMPLETE');
      this.#stacks.delete(stack.name);
    } catch (error) {
      stack.enter('DELETE_FAILED', `The following resource(s) failed to delete: ${words(error)}`);
    }
  }

  #done(stack: Stack, template: Template, text: string, status: string): void {
    stack.template = template;
    stack.templateText = text;
    stack.updatedAt = this.#around.place.clock.now();
    stack.enter(status);
  }

  #change(stack: Stack, template: Template, caller: Caller): Change {
    return new Change(stack, template, caller, {
      ...this.#around,
      exports: (except) => this.#exports(except),
    });
  }

  #exports(except: Stack): ReadonlyMap<string, string> {
    const others = this.all.filter((stack) => stack !== except);
    return new Map(
      others.flatMap(({ name, outputs }) =>
        outputs.map(({ exportName }) => [exportName ?? '', name] as const),
      ),
    );
  }
}
