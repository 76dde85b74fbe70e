import { leadTitle } from '../../leads/title';
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
