import { carriedFormat } from '../contract-carried.ts';
import { sniffText } from '../contract-lines.ts';

const GIT = /^diff --git "?a\/.+ "?b\//;
const UNIFIED = /^--- .+\r?\n\+\+\+ .+\r?\n@@ -\d+(?:,\d+)? \+\d+(?:,\d+)? @@/;

/** What a change changed: unified diffs, git's too. Known by shape, and shown line by line. */
export const diff = carriedFormat({
  id: 'diff',
  title: 'Diff',
  extensions: ['diff', 'patch'],
  magic: ['diff --git a/… b/…', '--- …, +++ …, @@ -1,2 +1,3 @@'],
  specification: [
    { title: 'GNU diffutils: unified format', url: 'https://www.gnu.org/software/diffutils/manual/html_node/Detailed-Unified.html' },
    { title: 'git: generating patch text with -p', url: 'https://git-scm.com/docs/diff-format#generate_patch_text_with_p' },
  ],
  lines: true,
  detect({ bytes, complete }) {
    const kind = sniffText(bytes, complete);
    if (!kind.text) return undefined;
    // All that tells stands in the first lines.
    const text = new TextDecoder(kind.encoding === 'latin1' ? 'windows-1252' : kind.encoding).decode(bytes.subarray(0, 4096)).trimStart();
    if (GIT.test(text)) return { confidence: 1, reason: 'begins as git writes a diff' };
    return UNIFIED.test(text) ? { confidence: 1, reason: 'begins with the two files and the first hunk of a unified diff' } : undefined;
  },
});
