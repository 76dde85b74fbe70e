import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { generatedFiles } from '../../tools/generate/files';
import { betweenMarkers } from '../../tools/generate/texts';

const ROOT = join(__dirname, '../..');

describe('generated files', () => {
  it('are current: `npm run generate` would change nothing', async () => {
    const files = await generatedFiles(ROOT);
    expect(files.size).toBeGreaterThan(2);
    for (const [path, text] of files) {
      expect({ path, text: readFileSync(join(ROOT, path), 'utf8') }).toEqual({ path, text });
    }
  });

  it('a page without its markers is an error, not a page without its table', () => {
    expect(() => betweenMarkers('# Page', 'settings', 'x')).toThrow('generated: settings');
  });
});
