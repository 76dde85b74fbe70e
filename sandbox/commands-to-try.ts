/**
 * The commands that work on what `npm start` runs, as a person types them in another terminal.
 * @param envFile what `npm start` has remembered: no credential of a real account, which stays in `.env`.
 * @param emulated leads are play only.
 * @param hasEnv there is a `.env`.
 */
export function commandsToTry(envFile: string, emulated: boolean, hasEnv: boolean): string[] {
  const credential = !emulated && hasEnv ? '--env-file .env ' : '';
  const cli = `npm run cli -- ${credential}--env-file ${envFile}`;
  if (!emulated) return [`${cli} doctor`];
  return [`${cli} doctor`, `${cli} send --name Ada --email ada@example.com --message Hello`, `${cli} show`];
}
