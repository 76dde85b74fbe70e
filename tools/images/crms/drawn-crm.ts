import type { World } from '../../../test/e2e/hubspot/world';

/** Somebody a CRM has already; Anna's. */
export interface Customer {
  first: string;
  last: string;
  email: string;
  phone: string;
  company?: string;
  /** Bought already, has a deal, and Anna called three days ago. */
  isCustomer?: boolean;
}

/** One of the CRMs behind the handlers, as far as a picture needs it. */
export interface DrawnCrm extends Pick<World, 'send' | 'clock' | 'retry' | 'close'> {
  /** Its texts have no markup. */
  isPlain?: boolean;
  seed(customer: Customer): Promise<void> | void;
  /** From now on it is away, or refuses. */
  fail(how: 'down' | 'refused'): void;
  mend(): void;
  /** Title and text of its notes, tasks and calls, but for what was seeded. */
  activities(): [title: string, text: string][];
}

/** What `tools/images/crms/<crm>.ts` exports. */
export interface CrmPictures {
  open(env: Record<string, string>): Promise<DrawnCrm>;
  /** The situations there are pictures of; all where none are named. */
  only?: readonly string[];
}

const textIn = (field: unknown) => (typeof field === 'string' ? field : '');

/** Title and text, as the CRM's fields have them. */
export const activity = (...fields: [title: unknown, text: unknown]): [string, string] => [
  textIn(fields[0]),
  textIn(fields[1]),
];

const DAY_MS = 24 * 3_600_000;

/** The day of the seeded call, YYYY-MM-DD. */
export const dayOfCall = () => new Date(Date.now() - 3 * DAY_MS).toISOString().slice(0, 10);
export const CALL = 'Yearly plan';
export const DEAL = { name: 'Team plan, 20 seats', amount: 2_880 };
