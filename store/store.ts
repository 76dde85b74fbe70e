import { HealthStore } from './health';
import { Histories } from './history/histories';
import { Inbox } from './inbox/inbox';
import { Links } from './links';
import { Memory } from './memory';
import { Table, type TablePlace } from './dynamodb/table';
import { Queues } from './inbox/queues';
import { Transcripts } from './transcripts';
import { Turns } from './turns';

/** The one table, by what it is used for. */
export interface Store {
  inbox: Inbox;
  queues: Queues;
  links: Pick<Links, keyof Links>;
  memory: Memory;
  health: Pick<HealthStore, keyof HealthStore>;
  transcripts: Pick<Transcripts, keyof Transcripts>;
  turns: Pick<Turns, keyof Turns>;
  /** For people who ask what happened. */
  histories: Histories;
}

export function createStore(place: TablePlace): Store {
  const table = new Table(place);
  return {
    inbox: new Inbox(table),
    queues: new Queues(table),
    links: new Links(table),
    memory: new Memory(table),
    health: new HealthStore(table),
    transcripts: new Transcripts(table),
    turns: new Turns(table),
    histories: new Histories(table),
  };
}
