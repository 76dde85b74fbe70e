import type { Account } from '../../config/accounts';
import type { CrmAdmin, Finding, SetupPlan, StepOutcome } from '../admin';
import type { Connector, Log } from '../connector';
import { CrmRefusedError, isCrmError } from '../errors';
import { withRejections } from './http/session-errors';

/**
 * A connector's words name variables as its declaration does. What a person reads names those of the account: they would
 * look for the others in vain, or change another account's. An account named like its CRM needs none of this.
 */
type Spell = (words: string) => string;

function spellingOf({ name, crm, prefix }: Account): Spell | undefined {
  if (name === crm) return undefined;
  const declared = new RegExp(`\\b${crm.toUpperCase()}_(?=[A-Z])`, 'g');
  const command = new RegExp(`\\b(setup|doctor) ${crm}\\b`, 'g');
  return (words) => words.replace(declared, prefix).replace(command, `$1 ${name}`);
}

/** Words of a declaration as the account's. */
export function inWordsOf(account: Account, words: string): string {
  return spellingOf(account)?.(words) ?? words;
}

/** The same connector; its log lines and the remedies of its refusals name the account's own variables. */
export function connectorInWordsOf(account: Account, connector: Connector): Connector {
  const spell = spellingOf(account);
  if (!spell) return connector;
  return {
    ...connector,
    open(call) {
      const session = connector.open({ ...call, log: spelledLog(call.log, spell) });
      return withRejections(session, (error) => rethrow(error, spell));
    },
  };
}

/** The same administration of the CRM, in the account's own words. */
export function adminInWordsOf(account: Account, admin: CrmAdmin): CrmAdmin {
  const spell = spellingOf(account);
  if (!spell) return admin;
  const finding = (found: Finding): Finding => ({
    ...found,
    what: spell(found.what),
    remedy: spell(found.remedy),
  });
  const told: CrmAdmin = {
    ...admin,
    check: async (question) => (await admin.check(question)).map(finding),
    plan: async () => spelledPlan(await admin.plan(), spell, finding),
  };
  return withRejections(told, (error) => rethrow(error, spell));
}

function spelledPlan(plan: SetupPlan, spell: Spell, finding: (found: Finding) => Finding): SetupPlan {
  const outcome = (result: StepOutcome): StepOutcome =>
    result.outcome === 'refused' ? { ...result, remedy: spell(result.remedy) } : result;
  return {
    ...plan,
    account: spell(plan.account),
    problems: plan.problems.map(finding),
    steps: plan.steps.map((step) => ({ ...step, make: () => step.make().then(outcome) })),
    settings: (refused) =>
      Object.fromEntries(Object.entries(plan.settings(refused)).map(([name, value]) => [spell(name), value])),
  };
}

function rethrow(error: unknown, spell: Spell): never {
  if (!isCrmError(error) || error.retryable) throw error;
  const { details, remedy, mayPass } = error;
  const told = new CrmRefusedError('', details, spell(remedy), { mayPass });
  told.message = error.message;
  throw told;
}

function spelledLog(log: Log, spell: Spell): Log {
  const line = (level: keyof Log) => (message: string, data?: Record<string, unknown>) =>
    log[level](spell(message), data);
  return { debug: line('debug'), info: line('info'), warn: line('warn'), error: line('error') };
}
