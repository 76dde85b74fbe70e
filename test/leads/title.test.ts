import { isBetterTitle, leadTitle } from '../../leads/title';
import { jivoEvent } from './event';

describe('leadTitle', () => {
  it.each([
    [
      'number and name',
      { number: '18', name: 'Tom Clifton', email: 't@example.com' },
      'JivoChat #18 - Tom Clifton',
    ],
    ['no name', { number: '18', email: 't@example.com' }, 'JivoChat #18 - t@example.com'],
    ['only a phone', { number: '18', phone: '+14155552671' }, 'JivoChat #18 - +14155552671'],
    ['only a number', { number: '18' }, 'JivoChat #18'],
    ['only a name', { name: 'Tom' }, 'JivoChat - Tom'],
    ['nothing', {}, 'JivoChat'],
  ])('%s', (_case, visitor, title) => {
    expect(leadTitle(jivoEvent({ visitor: { social: {}, ...visitor } }))).toBe(title);
  });

  it('takes the client id when the visitor has no number', () => {
    expect(leadTitle(jivoEvent({ clientId: '18' }))).toBe('JivoChat #18');
  });
});

describe('isBetterTitle', () => {
  it.each([
    ['JivoChat #18 - Tom Clifton', 'JivoChat #18 - tom@example.com', true],
    ['JivoChat #18 - Tom Clifton', 'JivoChat #18 - +1 (415) 555-2671', true],
    ['JivoChat #18 - tom@example.com', 'JivoChat #18 - +14155552671', true],
    ['JivoChat #18 - +14155552671', 'JivoChat #18', true],
    ['JivoChat - Tom', 'JivoChat', true],
    ['JivoChat #18 - tom@example.com', 'JivoChat #18 - Tom Clifton', false],
    ['JivoChat #18 - Thomas', 'JivoChat #18 - Tom', false],
    ['JivoChat #19 - Tom Clifton', 'JivoChat #18 - tom@example.com', false],
    ['JivoChat #18 - Tom Clifton', 'A title of the salesperson’s', false],
    ['JivoChat #18 - Tom', 'JivoChat #180 - tom@example.com', false],
  ])('%s than %s: %s', (title, stored, better) => {
    expect(isBetterTitle(title, stored)).toBe(better);
  });
});
