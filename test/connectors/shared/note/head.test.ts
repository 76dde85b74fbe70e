import type { Conversation } from '../../../../connectors/drafts';
import { noteHead } from '../../../../connectors/shared/note/head';
import { loadWords } from '../../../../text/languages/load';
import type { Language } from '../../../../text/languages/words';

const BEGAN = Date.parse('2026-11-23T10:00:00Z') / 1000;

const conversation: Conversation = {
  marker: 'JivoChat chat 1',
  title: 'JivoChat #18 - Tom',
  remarks: [],
  messages: [
    { from: 'visitor', text: 'Hello', timestamp: BEGAN },
    { from: 'visitor', text: 'Bye', timestamp: BEGAN + 12 * 60 },
  ],
  agents: [],
  visitorName: 'Tom',
  timeZone: 'UTC',
  at: 0,
};

it.each<[Language, string]>([
  ['en', 'Mon, 23 Nov 2026, 10:00–10:12 UTC (12 mins)'],
  ['pt-BR', 'seg., 23 de nov. de 2026 10:00 – 10:12 UTC (12 min)'],
  ['es', 'lun, 23 nov 2026, 10:00–10:12 UTC (12 min)'],
  ['ru', 'пн, 23 нояб. 2026 г., 10:00–10:12 UTC (12 мин)'],
  ['tr', '23 Kas 2026 Pzt 10:00–10:12 UTC (12 dk.)'],
  ['id', 'Sen, 23 Nov 2026 10.00–10.12 UTC (12 mnt)'],
  ['de', 'Mo., 23. Nov. 2026, 10:00–10:12 Uhr UTC (12 Min.)'],
  ['fr', 'lun. 23 nov. 2026, 10:00 – 10:12 UTC (12 min)'],
])('a note says when as one does in %s', async (language, when) => {
  const { summary } = noteHead(conversation, await loadWords(language), true);
  expect(summary.replace(/[\u00a0\u2009\u202f]/g, ' ')).toContain(` · ${when} · `);
});
