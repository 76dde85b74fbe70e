import { errorReply, fullReply, okReply } from '../../jivochat/reply';

test('ok', () => {
  expect(okReply()).toEqual({ result: 'ok' });
});

describe('error', () => {
  test.each([
    { problem: 'the CRM refused the e-mail', result: 'error: the CRM refused the e-mail' },
    { problem: 'ok', result: 'error: ok' },
    { problem: ' ', result: 'error: unknown' },
  ])('$problem', ({ problem, result }) => {
    expect(errorReply(problem)).toEqual({ result });
  });

  test('a long problem is shortened', () => {
    expect(errorReply('x'.repeat(5000)).result).toHaveLength('error: '.length + 1000);
  });
});

describe('full reply', () => {
  test('everything the agent sees', () => {
    const reply = fullReply({
      customData: [{ title: 'Lead', content: 'Open', link: 'https://crm.example/5' }],
      contactInfo: { name: 'Tom', phone: '+14155552671', email: 'tom@example.com', description: 'VIP' },
      crmLink: 'https://crm.example/5',
    });
    expect(reply).toEqual({
      result: 'ok',
      custom_data: [{ title: 'Lead', content: 'Open', link: 'https://crm.example/5' }],
      contact_info: { name: 'Tom', phone: '+14155552671', email: 'tom@example.com', description: 'VIP' },
      crm_link: 'https://crm.example/5',
      enable_assign: true,
    });
  });

  test('nothing known leaves the button to link the chat', () => {
    const reply = fullReply({ customData: [], contactInfo: { name: '', phone: null, email: undefined } });
    expect(JSON.stringify(reply)).toBe('{"result":"ok","enable_assign":true}');
  });

  test('blank values are left out, alone', () => {
    const reply = fullReply({
      customData: [
        { title: '', content: 'Open', link: null },
        { title: 'Stage', content: '' },
      ],
      contactInfo: { name: 'Tom', email: '' },
    });
    expect(JSON.stringify(reply)).toBe(
      '{"result":"ok","custom_data":[{"content":"Open"}],"contact_info":{"name":"Tom"},"enable_assign":true}',
    );
  });

  test('ten lines at most, counted without the blank ones', () => {
    const customData = Array.from({ length: 25 }, (_, index) => ({
      content: index % 2 ? `line ${index}` : '',
    }));
    const reply = fullReply({ customData });
    expect(reply.custom_data).toHaveLength(10);
    expect(reply.custom_data?.at(-1)?.content).toBe('line 19');
  });

  test.each(['javascript:alert(1)', 'data:text/html,x', '/contacts/5', '', null])(
    'link %p is dropped',
    (link) => {
      const reply = fullReply({ customData: [{ content: 'Open', link }], crmLink: link });
      expect(reply).toEqual({ result: 'ok', custom_data: [{ content: 'Open' }], enable_assign: true });
    },
  );

  test.each([
    { case: 'number', content: 42, shown: '42' },
    { case: 'lone surrogate', content: 'a\ud800', shown: 'a\ufffd' },
    { case: 'long text', content: 'x'.repeat(1001), shown: `${'x'.repeat(999)}…` },
    { case: 'emoji at the limit', content: `${'x'.repeat(998)}👩‍👩‍👧x`, shown: `${'x'.repeat(998)}…` },
    { case: 'just fitting', content: 'x'.repeat(1000), shown: 'x'.repeat(1000) },
  ])('content: $case', ({ content, shown }) => {
    expect(fullReply({ customData: [{ content }] }).custom_data).toEqual([{ content: shown }]);
  });
});
