import { useMemo, type ReactNode } from 'react';
import { visibleText } from '../../../base/text.ts';
import { causeMapFigure } from '../../../figures/cause-map-figure.ts';
import { allCauses, causeOfWhys, type Cause } from '../../../figures/cause.ts';
import { FAULT_TREE_SCREEN } from '../../../figures/fault-tree/palette.ts';
import { fishboneFigure } from '../../../figures/fishbone-figure.ts';
import { whysText } from '../../../model/why-text.ts';
import type { WhyNode } from '../../../model/why.ts';
import { download } from '../../rpc/download.ts';
import { Button, PlainButton, useWidth } from '../../ui/index.ts';
import { short } from './words.ts';

const FIGURES = { map: causeMapFigure, fishbone: fishboneFigure } as const;

/** A set of whys to read and to hand on: as a cause map, as a fishbone, or as text. */
export function WhyFigure({ form, root, show, onOpen, onCopy }: { form: 'map' | 'fishbone' | 'text'; root: WhyNode; show: (text: string) => string; onOpen: (id: string) => void; onCopy: () => void }): ReactNode {
  const cause = useMemo(() => causeOfWhys(root), [root]);
  if (form !== 'text') return <CauseDrawing form={form} cause={cause} fileName="whys" show={show} onOpen={onOpen} label={form === 'map' ? 'Cause map' : 'Fishbone'} />;
  return (
    <div className="rs-figure scroll focus-inside" tabIndex={0} role="region" aria-label="Whys as text">
      <div className="rs-figure-bar"><Button icon="copy" keys="Ctrl+C" onPress={onCopy}>Copy as Markdown</Button></div>
      <pre className="rs-text selectable">{show(whysText(root))}</pre>
    </div>
  );
}

/** A drawing whose steps are pressed to open them. */
export function CauseDrawing({ form, cause, fileName, label, show, onOpen }: { form: keyof typeof FIGURES; cause: Cause; fileName: string; label: string; show: (text: string) => string; onOpen: (id: string) => void }): ReactNode {
  const [ref, widthPx] = useWidth();
  const draw = FIGURES[form];
  const figure = useMemo(() => (widthPx > 0 ? draw(cause, { widthPx, palette: FAULT_TREE_SCREEN, showText: (text) => visibleText(show(text)) }) : undefined), [cause, widthPx, draw, show]);
  const texts = useMemo(() => new Map(allCauses(cause).map(({ id, text, state }) => [id, state === undefined ? undefined : text])), [cause]);
  const save = (): void => download([draw(cause, { showText: (text) => visibleText(show(text)) }).svg], 'image/svg+xml', `${fileName}-${form}.svg`);
  return (
    <div className="rs-figure scroll focus-inside" tabIndex={0} role="region" aria-label={label}>
      <div className="rs-figure-bar"><Button icon="download" onPress={save}>Save as SVG</Button>{form === 'map' && <span className="t3">A dashed outline has no evidence yet.</span>}</div>
      <div ref={ref}>
        {figure && (
          <div className="rs-drawing" style={{ width: figure.widthPx, height: figure.heightPx }}>
            <div role="img" aria-label={figure.alt} dangerouslySetInnerHTML={{ __html: figure.svg }} />
            {figure.places.map(({ id, box }) => {
              const text = texts.get(id);
              return text === undefined ? null : <PlainButton key={id} className="rs-place" label={short(show(text), 120)} style={{ left: box.x, top: box.y, width: box.width, height: box.height }} onPress={() => onOpen(id)}>{null}</PlainButton>;
            })}
          </div>
        )}
      </div>
    </div>
  );
}
