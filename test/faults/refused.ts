/** While `work` goes on, the nth request to a CRM meets a closed port: it is never sent. */
export async function refusing<T>(nth: number, work: () => Promise<T>): Promise<T> {
  const { fetch } = globalThis;
  let seen = 0;
  globalThis.fetch = (...request) => {
    if (++seen !== nth) return fetch(...request);
    const cause = Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:443'), { code: 'ECONNREFUSED' });
    return Promise.reject(new TypeError('fetch failed', { cause }));
  };
  try {
    return await work();
  } finally {
    globalThis.fetch = fetch;
  }
}
