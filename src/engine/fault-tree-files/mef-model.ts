import type { FileProblems } from './file-problem.ts';
import { ATTRIBUTE, attributesIn } from './mef-words.ts';
import type { XmlElement } from './xml-tree.ts';

/** The definitions of a MEF file and what references mean (MEF 2.0, IV.1; SCRAM's `Initializer`). */

export type DefinitionKind = 'gate' | 'basic' | 'house' | 'parameter';

export interface Definition {
  readonly kind: DefinitionKind;
  readonly name: string;
  /** Names of the fault tree, the components and the definition, with dots between. */
  readonly path: string;
  /** The path of what it stands in; empty: the model. */
  readonly base: string;
  readonly isPublic: boolean;
  /** Which fault tree of the file; `undefined`: the model's data. */
  readonly tree: number | undefined;
  readonly element: XmlElement;
  /** Of members of a group, which have no element of their own: the name that its attributes give. */
  readonly alias?: string;
}

export interface GroupDefinition {
  readonly name: string;
  readonly base: string;
  readonly tree: number | undefined;
  readonly element: XmlElement;
}

export interface MefModel {
  readonly root: XmlElement;
  readonly trees: readonly XmlElement[];
  /** In the order of the file. */
  readonly events: readonly Definition[];
  readonly parameters: readonly Definition[];
  readonly groups: readonly GroupDefinition[];
  readonly event: (reference: string, base: string, kind?: 'gate' | 'basic' | 'house') => Definition | undefined;
  readonly parameter: (reference: string, base: string) => Definition | undefined;
}

const DEFINES: ReadonlyMap<string, DefinitionKind> = new Map([['define-gate', 'gate'], ['define-basic-event', 'basic'], ['define-house-event', 'house'], ['define-parameter', 'parameter']]);

const NOT_READ: ReadonlyMap<string, string> = new Map(Object.entries({
  'define-event-tree': 'Event trees', 'define-initiating-event': 'Initiating events', 'define-functional-event': 'Functional events', 'define-sequence': 'Sequences', 'define-rule': 'Rules',
  'define-consequence': 'Consequences', 'define-consequence-group': 'Consequence groups', 'define-initiating-event-group': 'Groups of initiating events',
  'define-alignment': 'Alignments and their phases', 'define-mission': 'Missions', 'define-substitution': 'Substitutions', 'define-extern-library': 'External libraries', 'define-extern-function': 'External functions',
}));

/** A private name is its path, without the tree's where the document has one tree. */
export function privateName({ path, tree }: Definition, trees: number): string {
  return tree === undefined || trees > 1 ? path : path.slice(path.indexOf('.') + 1);
}

export function collect(root: XmlElement, problems: FileProblems): MefModel {
  const trees: XmlElement[] = [];
  const events = new Scope();
  const parameters = new Scope();
  const groups: GroupDefinition[] = [];
  const told = new Set<string>();

  const visit = (element: XmlElement, base: string, isPublic: boolean, tree: number | undefined): void => {
    const kind = DEFINES.get(element.name);
    const name = (element.attributes['name'] ?? '').trim();
    const path = base === '' ? name : `${base}.${name}`;
    const role = element.attributes['role'];
    const seen = role === undefined ? isPublic : role !== 'private';
    if (kind !== undefined) {
      if (name === '') problems.fatal(`A “${element.name}” has no name: it is left out.`, element);
      else (kind === 'parameter' ? parameters : events).add({ kind, name, path, base, isPublic: seen, tree, element }, problems);
    } else if (element.name === 'define-fault-tree') {
      trees.push(element);
      for (const child of element.children) visit(child, name, true, trees.length - 1);
    } else if (element.name === 'define-component') {
      for (const child of element.children) visit(child, path, seen, tree);
    } else if (element.name === 'model-data') {
      for (const child of element.children) visit(child, base, isPublic, tree);
    } else if (element.name === 'define-CCF-group') {
      groups.push({ name, base, tree, element });
      // Members are events of the place where the group stands, unless they are defined elsewhere.
      const attributes = attributesIn(element);
      element.children.filter((list) => list.name === 'members').flatMap((list) => list.children).forEach((member, at) => {
        const alias = attributes.get(`member-${at + 1}-${ATTRIBUTE.name}`);
        members.push({ kind: 'basic', name: (member.attributes['name'] ?? '').trim(), path: '', base, isPublic: seen, tree, element: member, ...(alias === undefined ? {} : { alias }) });
      });
    } else if (element.name === 'include') {
      const file = element.attributes['href'] ?? element.attributes['file'] ?? '';
      problems.add(`The file includes “${file}”, which is not read: import it too, or put its contents here.`, element);
    } else if (element.name !== 'label' && element.name !== 'attributes' && !told.has(element.name)) {
      told.add(element.name);
      problems.add(NOT_READ.has(element.name) ? `${NOT_READ.get(element.name)} are not read.` : `“${element.name}” is not read: it is no element of fault trees.`, element);
    }
  };
  const members: Definition[] = [];
  for (const child of root.children) visit(child, '', true, undefined);
  for (const member of members) {
    if (member.name === '' || events.find(member.name, member.base, (found) => found.kind === 'basic') !== undefined) continue;
    events.add({ ...member, path: member.base === '' ? member.name : `${member.base}.${member.name}` }, problems);
  }
  return {
    root, trees, events: events.all, parameters: parameters.all, groups,
    event: (reference, base, kind) => events.find(reference, base, (found) => kind === undefined || found.kind === kind) ?? (kind === undefined ? undefined : events.find(reference, base, () => true)),
    parameter: (reference, base) => parameters.find(reference, base, () => true),
  };
}

class Scope {
  readonly all: Definition[] = [];
  readonly #byPath = new Map<string, Definition>();
  readonly #public = new Map<string, Definition>();

  add(definition: Definition, problems: FileProblems): void {
    if (this.#byPath.has(definition.path)) {
      problems.fatal(`“${definition.path}” is defined more than once. The first definition stands.`, definition.element);
      return;
    }
    this.all.push(definition);
    this.#byPath.set(definition.path, definition);
    if (definition.isPublic && !this.#public.has(definition.name)) this.#public.set(definition.name, definition);
  }

  /** In the place of the reference, then what is public by that name, or by its whole path; then in the places around it. */
  find(reference: string, base: string, fits: (found: Definition) => boolean): Definition | undefined {
    const name = reference.trim();
    const at = (path: string): Definition | undefined => {
      const found = this.#byPath.get(path);
      return found !== undefined && fits(found) ? found : undefined;
    };
    const here = base === '' ? undefined : at(`${base}.${name}`);
    if (here !== undefined) return here;
    const open = this.#public.get(name);
    if (open !== undefined && fits(open)) return open;
    const whole = at(name);
    if (whole !== undefined) return whole;
    for (let around = base.lastIndexOf('.'); around > 0; around = base.lastIndexOf('.', around - 1)) {
      const found = at(`${base.slice(0, around)}.${name}`);
      if (found !== undefined) return found;
    }
    return undefined;
  }
}
