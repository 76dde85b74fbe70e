import { personalData } from '../../jivochat/personal-data';
import type { JivoEvent, Message } from '../../jivochat/event';
import { createMask } from '../../text/masking';

const QUOTED = 'My daughter has fallen ill again, please call me back';
const message = (text: string) => ({ text }) as Message;
const event = (texts: string[]) =>
  ({
    visitor: { social: {} },
    visit: {},
    agents: [],
    attributes: {},
    messages: texts.map(message),
  }) as unknown as JivoEvent;

it.each([
  ['one endless message before it', ['x'.repeat(200_000), QUOTED]],
  ['a hundred long ones', [...Array.from({ length: 100 }, (_, n) => `${n} `.repeat(1_000)), QUOTED]],
  ['a thousand short ones', [...Array.from({ length: 1_000 }, (_, n) => `message ${n}`), QUOTED]],
])('what was said is masked beside %s', (_case, texts) => {
  const mask = createMask(personalData(event(texts)));
  expect(mask(`Value "${QUOTED}" is not valid`)).toBe('Value "<personal>" is not valid');
  expect(mask(`Value "${QUOTED.slice(0, 30)}`)).not.toContain('daughter');
});
