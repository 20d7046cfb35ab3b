import type { ReactNode } from 'react';
import { plural } from '../../../base/text.ts';
import type { Section } from '../../../model/postmortem.ts';

/** The headings, with what stands under each. Pressing one goes there. `claims`: how many under each cite nothing, by its line. */
export function Outline({ sections, claims, cursorLine, onGo }: {
  sections: readonly Section[]; claims: ReadonlyMap<number, number>; cursorLine: number | undefined; onGo: (section: Section) => void;
}): ReactNode {
  const top = Math.min(6, ...sections.map((s) => s.level));
  const current = sections.findLastIndex((s) => cursorLine !== undefined && s.line <= cursorLine);
  if (sections.length === 0) return <p className="pm-none">The text has no headings. A line that begins with ## is one.</p>;
  return (
    <nav aria-label="Outline">
      <ul className="pm-outline">
        {sections.map((section, i) => {
          const empty = section.words === 0 && !section.live;
          const parent = sections[i + 1] !== undefined && sections[i + 1]!.level > section.level;
          return (
            <li key={section.offset}>
              <button
                type="button" className={`focus-inside${i === current ? ' on' : ''}${empty && !parent ? ' bare' : ''}`} style={{ paddingLeft: 16 + (section.level - top) * 12 }}
                aria-current={i === current ? 'location' : undefined} onClick={() => onGo(section)}
              >
                <span className="ell grow">{section.title === '' ? 'Untitled' : section.title}</span>
                <span className="t3">{noteOf(section, empty && !parent, claims.get(section.line) ?? 0)}</span>
              </button>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}

function noteOf(section: Section, empty: boolean, uncited: number): string {
  if (uncited > 0) return `${uncited} uncited`;
  if (section.live && section.words === 0) return 'live';
  if (empty) return 'empty';
  if (section.citations > 0) return `${section.citations} cited`;
  return section.words === 0 ? '' : plural(section.words, 'word');
}
