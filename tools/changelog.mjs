const UNRELEASED = '## [Unreleased]';

/** There is nothing to release, or the file is not in the form of keepachangelog.com. */
export class ChangelogError extends Error {
  name = 'ChangelogError';
}

/**
 * Moves what stands under Unreleased under a heading of its own.
 * @param {string} text the changelog, in the form of keepachangelog.com
 * @param {string} version such as 1.2.0
 * @param {string} date such as 2026-11-23
 * @returns {{ text: string, notes: string }} the new changelog, and what the release brings
 * @throws {ChangelogError}
 */
export function releaseChangelog(text, version, date) {
  const begin = text.indexOf(UNRELEASED);
  if (begin < 0) throw new ChangelogError(`CHANGELOG.md has no ${UNRELEASED}`);
  if (text.includes(`## [${version}]`)) throw new ChangelogError(`CHANGELOG.md has ${version} already`);
  const from = begin + UNRELEASED.length;
  const next = text.indexOf('\n## [', from);
  const notes = text.slice(from, next < 0 ? undefined : next).trim();
  if (!/^[-*] /m.test(notes)) throw new ChangelogError('CHANGELOG.md has nothing under Unreleased');
  const rest = next < 0 ? '' : `\n${text.slice(next).trimStart()}`;
  return {
    text: `${text.slice(0, from)}\n\n## [${version}] - ${date}\n\n${notes}\n${rest}`,
    notes,
  };
}
