import type { LinkReading, RecordRef } from '../../../../connectors/connector';
import type { MemoryContext } from '../context';

export function readLink({ settings }: MemoryContext, link: string): Promise<LinkReading> {
  const text = link.trim();
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const [, id] = /^\/people\/(p\d+)$/.exec(url?.origin === settings.baseUrl ? url.pathname : '') ?? [];
  if (!id) return Promise.resolve({ ok: false, problem: 'this is no link of a person in Memory CRM.' });
  return Promise.resolve({ ok: true, ref: { type: 'person', id } });
}

export function recordUrl({ settings }: MemoryContext, { id }: RecordRef): Promise<string | undefined> {
  return Promise.resolve(`${settings.baseUrl}/people/${id}`);
}
