import type { Caller } from '../iam/caller';

export type Properties = Record<string, unknown>;

/** What CloudFormation knows of a resource it has made. */
export interface Made {
  /** What `Ref` gives. */
  id: string;
  /** What `Fn::GetAtt` gives. */
  attributes?: Record<string, string>;
}

export interface Deployed extends Made {
  logicalId: string;
  type: string;
  /** As they were resolved. */
  properties: Properties;
  deletionPolicy?: string;
  /** Epoch milliseconds. */
  at: number;
}

export interface Context {
  caller: Caller;
  logicalId: string;
  stackName: string;
  /** A name for a resource that was given none: stack, logical id, chance. */
  generatedName: () => string;
}

/** A property that is text, or a number that stands for it. */
export function text(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** How CloudFormation makes, changes and removes resources of one type, in the name of whoever deploys. */
export interface ResourceType {
  create(properties: Properties, context: Context): Promise<Made> | Made;
  /** Without it every change means another resource in its place. */
  update?(deployed: Deployed, properties: Properties, context: Context): Promise<Made> | Made;
  delete(deployed: Deployed, context: Context): Promise<void> | void;
}
