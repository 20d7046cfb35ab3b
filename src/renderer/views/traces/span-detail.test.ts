import { expect, test } from 'vitest';
import type { EventDetail } from '../../../model/event.ts';
import { spanDetail } from './span-detail.ts';

function detail(attributes: Record<string, unknown>, clock?: EventDetail['clock']): ReturnType<typeof spanDetail> {
  const event: EventDetail = { sha256: 'a'.repeat(64), offsetBytes: 0, lengthBytes: 1, line: 1, severityNumber: 0, source: '', body: '', fullBody: '', path: '', kind: '', attributes, clock };
  return spanDetail(event);
}

test('exceptions are told apart from other events, times are exact', () => {
  const found = detail({
    'span.events': JSON.stringify([
      { time_ns: '1700000000000000001', name: 'exception', attributes: { 'exception.type': 'IOError', 'exception.message': 'gone', 'exception.stacktrace': 'at a\nat b', 'exception.escaped': 'true' } },
      { time_ns: '1700000000000000002', name: 'retry', attributes: { attempt: 2 } },
    ]),
    'span.links': JSON.stringify([{ trace_id: 'abc', span_id: 'def', attributes: {} }]),
    status_message: 'gone', 'otel.scope.name': 'lib', duration_ns: 5, 'http.route': '/x', tags: ['a', 1],
  });
  expect(found.events).toEqual([
    { name: 'exception', timeNs: 1700000000000000001n, exception: { type: 'IOError', message: 'gone', stack: 'at a\nat b' }, attributes: [['exception.escaped', 'true']] },
    { name: 'retry', timeNs: 1700000000000000002n, exception: undefined, attributes: [['attempt', '2']] },
  ]);
  expect(found.links).toEqual([{ traceId: 'abc', spanId: 'def', attributes: [] }]);
  expect(found).toMatchObject({ statusMessage: 'gone', scope: 'lib', attributes: [['http.route', '/x'], ['tags', '["a",1]']] });
});

test('what is not a list of events stays among the attributes', () => {
  const found = detail({ 'span.events': '{broken', 'span.links': '["text"]', a: 1n });
  expect([found.events, found.links]).toEqual([[], []]);
  expect(found.attributes).toEqual([['span.events', '{broken'], ['span.links', '["text"]'], ['a', '"1"']]);
});

test('events inside a span are of its clock', () => {
  const events = JSON.stringify([{ time_ns: '1700000000000000001', name: 'retry' }, { name: 'no time' }]);
  const found = detail({ 'span.events': events }, { offsetNs: 7n, uncertaintyNs: 1n });
  expect(found.events.map((event) => event.timeNs)).toEqual([1700000000000000008n, undefined]);
});
