import type { RecordRef } from '../../../leads/record';

/** A deal as somebody looking into the CRM sees it. */
export interface SeenDeal {
  id: string;
  name: string;
  /** Notes of chats that are tied to it. */
  notes: number;
}

/** The deals of an account. */
export interface Deals {
  /** A stage of the account's, as a rule of the company's file names it. */
  readonly wish: { readonly pipeline?: string; readonly stage: string };
  /** What people call it. */
  readonly stageLabel: string;
  /** How the amount's currency is told. */
  readonly currency: RegExp;
  /** Somebody who can have deals. */
  person(): Promise<RecordRef>;
  /** All of the person's, the oldest first. */
  of(ref: RecordRef): Promise<SeenDeal[]>;
  /** An open deal over 1,200 in that stage, as a colleague would make it. */
  seed(ref: RecordRef, name: string): Promise<string>;
  /** Wins or loses the deal. */
  close(id: string): Promise<void>;
  /** A call with the person that a colleague logged, about which the card tells as well. @param at epoch milliseconds. */
  logCall(ref: RecordRef, ownerId: string, at: number, title: string): Promise<void>;
  /** From now on the integration may not see deals. */
  hide(): void;
}
