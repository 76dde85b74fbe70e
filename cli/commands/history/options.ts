import { Option, type Command } from 'commander';
import { EVENT_STATES, type EventFilters, type EventState } from '../../../console/events/filters';
import { searchEvents } from '../../../console/events/search';
import type { EventSeen } from '../../../store/history/histories';
import { accountNamed, accountOption } from '../../crm/accounts';
import type { Cli } from '../../cli';
import { asUsage, UsageError } from '../../errors';

export interface FilterOptions {
  email?: string;
  phone?: string;
  chat?: string;
  record?: string;
  account?: string;
  since?: string;
  until?: string;
  state?: EventState;
}

export function addFilters(command: Command, { state }: { state: boolean }): Command {
  command
    .option('--email <address>', 'of the person, in whatever case')
    .option('--phone <number>', 'of the person, with its country code, written as you like')
    .option('--chat <id>', 'of this chat')
    .option('--record <id or link>', 'of this record of the CRM')
    .option('--since <time>', 'that came since: 90m, 24h, 7d, 2026-11-24 or 2026-11-24T10:00')
    .option('--until <time>', 'that came until then');
  if (state) command.addOption(new Option('--state <state>', 'that stand so').choices(EVENT_STATES));
  return command.addOption(accountOption('only of this account'));
}

/** @throws UsageError for an account there is not, also for a time that is none. */
export function readFilters({ since, until, account, ...rest }: FilterOptions, cli: Cli): EventFilters {
  const now = cli.now();
  return {
    ...rest,
    ...(account !== undefined && { account: accountNamed(account, cli.settings()).name }),
    ...(since !== undefined && { since: readTime(since, now) }),
    ...(until !== undefined && { until: readTime(until, now) }),
  };
}

/** The newest events that fit. @throws UsageError for a filter that cannot be read. */
export function look(command: string, filters: EventFilters, limit: number, cli: Cli): Promise<EventSeen[]> {
  const bounds = { limit, now: cli.now() };
  return asUsage(command, () => searchEvents(cli.store(), cli.accountNames(), filters, bounds));
}

const UNITS = { m: 60_000, h: 3_600_000, d: 86_400_000 } as const;
const AGO = /^(?<count>\d{1,5})(?<unit>[mhd])$/;
const DATE = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2})?Z?)?$/;

/** A span before now, or a date and time in UTC. @returns epoch milliseconds. @throws UsageError. */
export function readTime(text: string, now: number): number {
  const ago = AGO.exec(text)?.groups;
  if (ago) return now - Number(ago.count) * UNITS[ago.unit as keyof typeof UNITS];
  const at = DATE.test(text)
    ? Date.parse(text.length > 10 && !text.endsWith('Z') ? `${text}Z` : text)
    : Number.NaN;
  if (Number.isNaN(at))
    throw new UsageError(`${text.slice(0, 40)} is no time: 90m, 24h, 7d or 2026-11-24T10:00`);
  return at;
}
