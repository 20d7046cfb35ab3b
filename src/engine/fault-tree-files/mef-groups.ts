import { CCF_MODELS } from '../../model/fault-tree/document.ts';
import type { DocumentBuilder } from './document-builder.ts';
import type { FileProblems } from './file-problem.ts';
import type { GroupDefinition, MefModel } from './mef-model.ts';
import { textOfExpression, type ParameterBook } from './mef-parameters.ts';
import { wordsOf } from './mef-read.ts';
import { ATTRIBUTE, attributesIn, labelOf, unescaped } from './mef-words.ts';
import { allowedName } from './names.ts';
import type { XmlElement } from './xml-tree.ts';

/** Reads the common-cause groups whose members are in a document (MEF 2.0, III.1). */
export function groupsInto(builder: DocumentBuilder, model: MefModel, parameters: ParameterBook, problems: FileProblems): void {
  for (const group of model.groups) {
    const members = child(group.element, 'members')?.children ?? [];
    const keys = members.map((member) => model.event(member.attributes['name'] ?? '', group.base, 'basic')?.path).filter((key) => key !== undefined).filter((key) => builder.has(key));
    if (keys.length === 0) {
      if (members.length === 0 && parameters.mine(group.tree)) problems.fatal(`The common-cause group “${group.name}” has no members: it is left out.`, group.element);
      continue;
    }
    addGroup(builder, group, [...new Set(keys)], parameters, problems);
  }
}

function addGroup(builder: DocumentBuilder, { element, name, base }: GroupDefinition, members: readonly string[], parameters: ParameterBook, problems: FileProblems): void {
  const model = CCF_MODELS.find((one) => one.toLowerCase() === (element.attributes['model'] ?? '').toLowerCase());
  if (model === undefined) {
    problems.fatal(`“${element.attributes['model'] ?? ''}” is no model of common causes (${CCF_MODELS.join(', ')}): the group “${name}” is left out.`, element);
    return;
  }
  const attributes = attributesIn(element);
  const distribution = child(element, 'distribution')?.children[0];
  const title = attributes.get(ATTRIBUTE.title);
  builder.groups.push({
    name: allowedName(unescaped(attributes.get(ATTRIBUTE.name) ?? '') || name), title: (title === undefined ? labelOf(element) : unescaped(title)).slice(0, 300), model, members: members.slice(0, 100),
    distribution: distribution === undefined ? parameters.attribute(attributes) : textOfExpression(distribution, base, parameters),
    factors: factorsIn(element, base, model === 'beta-factor' ? undefined : model === 'MGL' ? 2 : 1, parameters, problems),
  });
  if (members.length > 100) problems.fatal(`The common-cause group “${name}” has ${members.length} members, of which 100 are taken.`, element);
  members.forEach((key, index) => {
    const prefix = `member-${index + 1}-`;
    const flavor = attributes.get(`${prefix}${ATTRIBUTE.flavor}`);
    const own = attributes.get(`${prefix}${ATTRIBUTE.expression}`);
    builder.amend(key, {
      ...wordsOf(element, prefix), ...(own === undefined ? {} : { probability: unescaped(own) }), ...(attributes.get(`${prefix}${ATTRIBUTE.on}`) === 'true' ? { on: true } : {}),
      ...(flavor === 'undeveloped' ? { event: 'undeveloped' as const } : flavor === 'conditional' ? { event: 'conditioning' as const } : {}),
    });
  });
}

/** By level where they say it; `least`: the level the model begins with, `undefined` where there is one factor whatever its level. */
function factorsIn(element: XmlElement, base: string, least: number | undefined, parameters: ParameterBook, problems: FileProblems): string[] {
  const said = element.children.flatMap((one) => (one.name === 'factors' ? one.children : [one])).filter((one) => one.name === 'factor');
  const factors: string[] = [];
  let level = (least ?? 1) - 1;
  for (const factor of said) {
    const given = Number(factor.attributes['level'] ?? Number.NaN);
    level = least !== undefined && Number.isInteger(given) ? given : level + 1;
    const at = level - (least ?? 1);
    if (at < 0 || at >= 100) {
      problems.fatal(`There is no factor of level ${level} here: it is left out.`, factor);
      continue;
    }
    while (factors.length < at) factors.push('');
    factors[at] = factor.children[0] === undefined ? '' : textOfExpression(factor.children[0], base, parameters);
  }
  return factors;
}

function child(element: XmlElement, name: string): XmlElement | undefined {
  return element.children.find((one) => one.name === name);
}
