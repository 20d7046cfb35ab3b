// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest';
import { createCommandRegistry, matchesKeys, matchScore, type Command, type KeyEventLike } from './commands.ts';

const press = (key: string, more: Partial<KeyEventLike> = {}): KeyEventLike =>
  ({ key, code: '', ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, target: null, ...more });
const command = (id: string, more: Partial<Command> = {}): Command => ({ id, label: id, run: () => undefined, ...more });

describe('matchesKeys', () => {
  it('tells e from E, and is not fooled by caps lock', () => {
    expect(matchesKeys('e', press('e'), false)).toBe(true);
    expect(matchesKeys('E', press('e'), false)).toBe(false);
    expect(matchesKeys('E', press('E', { shiftKey: true }), false)).toBe(true);
    expect(matchesKeys('e', press('E'), false)).toBe(true);
  });
  it('takes Command for Ctrl on a Mac, and nothing for a modifier that is not asked for', () => {
    expect(matchesKeys('Ctrl+P', press('p', { metaKey: true }), true)).toBe(true);
    expect(matchesKeys('Ctrl+P', press('p', { ctrlKey: true }), true)).toBe(false);
    expect(matchesKeys('Ctrl+P', press('p', { ctrlKey: true, shiftKey: true }), false)).toBe(false);
    expect(matchesKeys('Ctrl+Shift+P', press('P', { ctrlKey: true, shiftKey: true }), false)).toBe(true);
    expect(matchesKeys('p', press('p', { ctrlKey: true }), false)).toBe(false);
  });
  it('knows signs wherever a layout puts them', () => {
    expect(matchesKeys('?', press('?', { shiftKey: true }), false)).toBe(true);
    expect(matchesKeys('[', press('['), false)).toBe(true);
    expect(matchesKeys('j Down', press('ArrowDown'), false)).toBe(true);
  });
  it('stays out of the way while one types', () => {
    const input = document.createElement('input');
    expect(matchesKeys('n', press('n', { target: input }), false)).toBe(false);
    expect(matchesKeys('Ctrl+P', press('p', { ctrlKey: true, target: input }), false)).toBe(true);
    expect(matchesKeys('Escape', press('Escape', { target: input }), false)).toBe(true);
    const menu = document.createElement('div');
    menu.setAttribute('role', 'menu');
    const item = menu.appendChild(document.createElement('div'));
    expect(matchesKeys('n', press('n', { target: item }), false)).toBe(false);
  });
});

describe('createCommandRegistry', () => {
  it('lets the view in front win, and the app again when it is gone', () => {
    const registry = createCommandRegistry(false);
    registry.register(() => [command('app.next', { keys: 'n' })]);
    const leave = registry.register(() => [command('view.next', { keys: 'n' })]);
    expect(registry.match(press('n'))?.id).toBe('view.next');
    leave();
    expect(registry.match(press('n'))?.id).toBe('app.next');
  });
  it('passes over a command that cannot run now', () => {
    const registry = createCommandRegistry(false);
    registry.register(() => [command('a', { keys: 'n' }), command('b', { keys: 'n', when: () => false })]);
    expect(registry.match(press('n'))?.id).toBe('a');
  });
  it('keeps one command per id, the last', () => {
    const registry = createCommandRegistry(false);
    registry.register(() => [command('a', { label: 'old' })]);
    registry.register(() => [command('a', { label: 'new' })]);
    expect(registry.all().map((c) => c.label)).toEqual(['new']);
  });
});

describe('matchScore', () => {
  it('wants every word and prefers starts of words', () => {
    expect(matchScore('roll xyz', 'Rollback to .13')).toBeUndefined();
    expect(matchScore('roll', 'Rollback')!).toBeGreaterThan(matchScore('roll', 'Scroll down')!);
    expect(matchScore('', 'anything')).toBeDefined();
    expect(matchScore('a.c', 'abc')).toBeUndefined();
  });
});
