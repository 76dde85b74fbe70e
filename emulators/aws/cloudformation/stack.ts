import { randomUUID } from 'node:crypto';
import { arnOf, type Place } from '../place';
import type { Deployed } from './resource';
import type { Template } from './template';

interface StackEvent {
  id: string;
  logicalId: string;
  physicalId?: string;
  type: string;
  status: string;
  reason?: string;
  /** Epoch milliseconds. */
  at: number;
}

export interface StackOutput {
  key: string;
  value: string;
  description?: string;
  exportName?: string;
}

/** One stack, and what is told about it. */
export class Stack {
  readonly id: string;
  readonly name: string;
  readonly createdAt: number;
  readonly #place: Place;
  updatedAt?: number;
  status = 'CREATE_IN_PROGRESS';
  reason?: string;
  template: Template = { Resources: {} };
  templateText = '';
  outputs: StackOutput[] = [];
  readonly resources = new Map<string, Deployed>();
  /** Oldest first. */
  readonly events: StackEvent[] = [];
  /** Settles when nothing is under way. */
  settled: Promise<void> = Promise.resolve();

  constructor(name: string, place: Place) {
    this.name = name;
    this.#place = place;
    this.createdAt = place.clock.now();
    this.id = arnOf(place, 'cloudformation', `stack/${name}/${randomUUID()}`);
  }

  get underWay(): boolean {
    return this.status.endsWith('IN_PROGRESS');
  }

  /** The stack as a whole is in this state from now on. */
  enter(status: string, reason?: string): void {
    this.status = status;
    this.reason = reason;
    this.#add({
      logicalId: this.name,
      physicalId: this.id,
      type: 'AWS::CloudFormation::Stack',
      status,
      reason,
    });
  }

  tell(
    logicalId: string,
    type: string,
    status: string,
    more: { physicalId?: string; reason?: string } = {},
  ): void {
    this.#add({ logicalId, type, status, ...more });
  }

  #add(event: Omit<StackEvent, 'id' | 'at'>): void {
    this.events.push({ ...event, id: randomUUID(), at: this.#place.clock.now() });
  }
}
