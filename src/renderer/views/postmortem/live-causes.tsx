import { useContext, useMemo, type ReactNode } from 'react';
import { plural, visibleText } from '../../../base/text.ts';
import { barrierFigure } from '../../../figures/barrier-figure.ts';
import { causeMapFigure } from '../../../figures/cause-map-figure.ts';
import { causeOfFactors, causeOfWhys, type Cause } from '../../../figures/cause.ts';
import { FAULT_TREE_SCREEN } from '../../../figures/fault-tree/palette.ts';
import { fishboneFigure } from '../../../figures/fishbone-figure.ts';
import { SCREEN_PALETTE } from '../../../figures/palette.ts';
import { BARRIER_FUNCTION_TITLE, BARRIER_STATE_TITLE, barrierLines, FACTOR_PART_TITLE } from '../../../model/factor.ts';
import { citationLabel, referenceKey, type EvidenceReference } from '../../../model/evidence.ts';
import type { LiveBlock } from '../../../model/live-block.ts';
import { isAssertion, whyForest, WHY_STATE_TITLE, type WhyNode } from '../../../model/why.ts';
import { useOpenBytes } from '../../state/react.tsx';
import { Cite, useWidth } from '../../ui/index.ts';
import { BlockCaption, BlockSettingContext } from './live-block.tsx';

/** Whys, factors and barriers in the preview, as the report prints them. */
interface Shown<K extends LiveBlock['kind']> { readonly block: Extract<LiveBlock, { kind: K }>; readonly frozen: boolean; readonly outdated: boolean }

export function Whys({ block, frozen, outdated }: Shown<'whys'>): ReactNode {
  const forest = useMemo(() => whyForest(block.whys), [block]);
  const causes = useMemo(() => forest.map(causeOfWhys), [forest]);
  const { as } = block;
  return (
    <figure className="pm-figure">
      {as === 'text' || forest.length === 0
        ? forest.length > 0 && <ul className="pm-whys">{forest.map((root) => <WhyItem key={root.why.id} node={root} />)}</ul>
        : causes.map((cause) => <Drawing key={cause.id} form={as} cause={cause} />)}
      <BlockCaption frozen={frozen} outdated={outdated}>{forest.length === 0 ? 'no whys yet. They appear here as they are asked in Reasoning.' : `${plural(block.whys.length, 'step')} of whys.${as === 'text' ? '' : ' Dashed or empty is what nothing shows yet.'}`}</BlockCaption>
      {as !== 'text' && forest.length > 0 && <details className="pm-twin"><summary>The steps and their evidence</summary><ul className="pm-whys">{forest.map((root) => <WhyItem key={root.why.id} node={root} />)}</ul></details>}
    </figure>
  );
}

function WhyItem({ node: { why, children } }: { node: WhyNode }): ReactNode {
  const { asRoles } = useContext(BlockSettingContext);
  const about = [...(why.state === 'open' ? [] : [WHY_STATE_TITLE[why.state].toLowerCase()]), ...(isAssertion(why) && why.state !== 'ruled-out' ? ['no evidence'] : [])].join(', ');
  const statement = visibleText(asRoles(why.statement));
  return (
    <li>
      {why.state === 'ruled-out' ? <del>{statement}</del> : statement}{' '}<Cites evidence={why.evidence} />{about !== '' && <span className="t3">{` (${about})`}</span>}
      {children.length > 0 && (
        <>
          <span className="t2">{children.length === 1 ? ', because:' : why.join === 'all' ? ', because of all of these:' : ', because of any of these:'}</span>
          <ul>{children.map((child) => <WhyItem key={child.why.id} node={child} />)}</ul>
        </>
      )}
    </li>
  );
}

function Cites({ evidence }: { evidence: readonly EvidenceReference[] }): ReactNode {
  const openBytes = useOpenBytes();
  return evidence.map((reference) => <Cite key={referenceKey(reference)} onPress={() => openBytes(reference)} label={`Open the bytes of ${citationLabel(reference)}`}>{citationLabel(reference)}</Cite>);
}

/** A drawing that is wider than the column gets smaller down to this; then it scrolls. */
const LEAST_SCALE = 0.7;

function Drawing({ form, cause }: { form: 'map' | 'fishbone'; cause: Cause }): ReactNode {
  const { asRoles } = useContext(BlockSettingContext);
  const [ref, widthPx] = useWidth();
  const figure = useMemo(() => (widthPx > 0 ? (form === 'map' ? causeMapFigure : fishboneFigure)(cause, { widthPx, palette: FAULT_TREE_SCREEN, showText: (text) => visibleText(asRoles(text)) }) : undefined), [form, cause, widthPx, asRoles]);
  return <div ref={ref} className="pm-drawing" tabIndex={0} role="region" aria-label={form === 'map' ? 'Cause map' : 'Fishbone'}>{figure && <div role="img" className="pm-tree" style={{ width: Math.max(Math.min(widthPx, figure.widthPx), figure.widthPx * LEAST_SCALE) }} aria-label={figure.alt} dangerouslySetInnerHTML={{ __html: figure.svg }} />}</div>;
}

export function Factors({ block, frozen, outdated }: Shown<'factors'>): ReactNode {
  const { asRoles } = useContext(BlockSettingContext);
  const { as, effect, factors, tags } = block;
  const cause = useMemo(() => causeOfFactors({ id: 'effect', title: effect }, factors), [effect, factors]);
  const titleOf = new Map(tags.map(({ tag, title }) => [tag, title]));
  return (
    <figure className="pm-figure">
      {factors.length > 0 && as === 'fishbone' && <Drawing form="fishbone" cause={cause} />}
      {factors.length > 0 && as === 'table' && (
        <div className="pm-table" tabIndex={0} role="region" aria-label="Contributing factors">
          <table>
            <thead><tr>{['Part', 'What contributed', 'Tags'].map((name) => <th key={name} scope="col">{name}</th>)}</tr></thead>
            <tbody>
              {factors.map((factor) => (
                <tr key={factor.id}><td className="pm-nowrap">{FACTOR_PART_TITLE[factor.part]}</td><td>{visibleText(asRoles(factor.title))}{' '}<Cites evidence={factor.evidence} /></td><td>{factor.tags.map((tag) => titleOf.get(tag) ?? tag).join('; ')}</td></tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <BlockCaption frozen={frozen} outdated={outdated}>{factors.length === 0 ? 'no factor fits. They appear here as they are written in Reasoning.' : `${plural(factors.length, 'contributing factor')}.`}</BlockCaption>
    </figure>
  );
}

export function Barriers({ block, frozen, outdated }: Shown<'barriers'>): ReactNode {
  const { asRoles } = useContext(BlockSettingContext);
  const [ref, widthPx] = useWidth();
  const lines = useMemo(() => barrierLines(block.barriers), [block]);
  const figure = useMemo(() => (widthPx > 0 ? barrierFigure(lines, { widthPx, palette: SCREEN_PALETTE, showText: (text) => visibleText(asRoles(text)) }) : undefined), [lines, widthPx, asRoles]);
  return (
    <figure className="pm-figure" ref={ref}>
      {figure && <div role="img" aria-label={figure.alt} dangerouslySetInnerHTML={{ __html: figure.svg }} />}
      <BlockCaption frozen={frozen} outdated={outdated}>{lines.length === 0 ? 'no barriers yet. They appear here as they are written in Reasoning.' : `${plural(block.barriers.length, 'barrier')} between hazard and target.`}</BlockCaption>
      {lines.length > 0 && (
        <details className="pm-twin">
          <summary>Barriers and their evidence</summary>
          <ul>{block.barriers.map((barrier) => <li key={barrier.id}><span>{`${visibleText(asRoles(barrier.title))}: ${BARRIER_STATE_TITLE[barrier.state].toLowerCase()}, ${BARRIER_FUNCTION_TITLE[barrier.function].toLowerCase()} `}<Cites evidence={barrier.evidence} /></span></li>)}</ul>
        </details>
      )}
    </figure>
  );
}
