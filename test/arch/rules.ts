import type { IForbiddenRuleType } from 'dependency-cruiser';

/** What files under `from` may import from the rest of src; node_modules and Node's modules are separate rules below. */
interface Row {
  readonly name: string;
  /** Regular expressions over paths from the project's root, as dependency-cruiser has them. */
  readonly from: string;
  readonly mayImport: readonly string[];
}

/** The import table of the architecture: what is not in a row may not be imported. `$1` is what the first group of `from` matched. */
export const ROWS: readonly Row[] = [
  { name: 'base', from: '^src/base/', mayImport: ['^src/base/'] },
  { name: 'model', from: '^src/model/', mayImport: ['^src/(?:base|model)/'] },
  { name: 'protocol', from: '^src/protocol/', mayImport: ['^src/(?:base|model|protocol)/'] },
  { name: 'formats-contract', from: '^src/formats/contract[^/]*\\.ts$', mayImport: ['^src/(?:base|model)/', '^src/formats/contract[^/]*\\.ts$'] },
  { name: 'formats-barrel', from: '^src/formats/index\\.ts$', mayImport: ['^src/formats/'] },
  // Helpers that several formats share are contract-*.ts, beside the contract.
  { name: 'formats', from: '^src/formats/([^/]+)/', mayImport: ['^src/(?:base|model)/', '^src/formats/contract[^/]*\\.ts$', '^src/formats/$1/'] },
  { name: 'figures', from: '^src/figures/', mayImport: ['^src/(?:base|model|figures)/'] },
  { name: 'engine-intake', from: '^src/engine/intake/', mayImport: ['^src/(?:base|model|protocol|figures)/', '^src/formats/contract\\.ts$', '^src/engine/(?!service/)'] },
  { name: 'engine-ingest', from: '^src/engine/ingest/', mayImport: ['^src/(?:base|model|protocol|figures)/', '^src/formats/(?:contract|index)\\.ts$', '^src/engine/(?!service/)'] },
  // What every span and every metric point says are columns of the promised views.
  { name: 'engine-index', from: '^src/engine/index/', mayImport: ['^src/(?:base|model|protocol|figures)/', '^src/formats/contract(?:-span|-metric)?\\.ts$', '^src/engine/(?!service/)'] },
  { name: 'engine-casefile', from: '^src/engine/casefile/', mayImport: ['^src/(?:base|model|protocol|figures)/', '^src/formats/contract\\.ts$', '^src/engine/(?!service/)'] },
  { name: 'engine-analyse', from: '^src/engine/analyse/', mayImport: ['^src/(?:base|model|protocol|figures)/', '^src/engine/(?:analyse/|(?:index|casefile)/contract\\.ts$)'] },
  { name: 'engine-report', from: '^src/engine/report/', mayImport: ['^src/(?:base|model|protocol|figures)/', '^src/engine/(?:report/|(?:index|casefile)/contract\\.ts$)'] },
  { name: 'engine-actions', from: '^src/engine/actions/', mayImport: ['^src/(?:base|model|protocol)/', '^src/engine/(?:actions/|report/timeline/csv\\.ts$)'] },
  { name: 'engine-fault-tree-files', from: '^src/engine/fault-tree-files/', mayImport: ['^src/(?:base|model|protocol)/', '^src/engine/fault-tree-files/'] },
  { name: 'engine-service', from: '^src/engine/service/', mayImport: ['^src/(?:base|model|protocol|figures|engine)/', '^src/formats/contract\\.ts$'] },
  { name: 'renderer-ui', from: '^src/renderer/ui/', mayImport: ['^src/base/', '^src/renderer/ui/'] },
  { name: 'renderer-state', from: '^src/renderer/state/', mayImport: ['^src/(?:base|model|protocol)/', '^src/renderer/state/'] },
  { name: 'renderer-rpc', from: '^src/renderer/rpc/', mayImport: ['^src/(?:base|model|protocol)/', '^src/renderer/rpc/'] },
  { name: 'renderer-people', from: '^src/renderer/people/', mayImport: ['^src/(?:base|model|protocol)/', '^src/renderer/(?:ui|state|rpc|people)/'] },
  { name: 'renderer-comments', from: '^src/renderer/comments/', mayImport: ['^src/(?:base|model|protocol)/', '^src/renderer/(?:ui|state|rpc|people|parts|comments)/'] },
  { name: 'renderer-parts', from: '^src/renderer/parts/', mayImport: ['^src/(?:base|model|protocol)/', '^src/renderer/(?:ui|state|rpc|people|parts)/'] },
  { name: 'renderer-views', from: '^src/renderer/views/([^/]+)/', mayImport: ['^src/(?:base|model|protocol|figures)/', '^src/renderer/(?:ui|state|rpc|people|parts|comments)/', '^src/renderer/views/$1/'] },
  { name: 'renderer-app', from: '^src/renderer/(?:app/|[^/]+$)', mayImport: ['^src/(?:base|model|protocol|figures|renderer)/'] },
  { name: 'preload', from: '^src/preload/', mayImport: ['^src/preload/'] },
  { name: 'main', from: '^src/main/', mayImport: ['^src/(?:base|model|protocol|main)/', '^src/engine/service/', '^src/preload/channels\\.ts$'] },
  { name: 'host', from: '^src/host/', mayImport: ['^src/(?:base|model|protocol|host)/', '^src/engine/service/'] },
  // The CLI's `serve` is the host's shell.
  { name: 'cli', from: '^src/cli/', mayImport: ['^src/(?:base|model|protocol|cli|host)/', '^src/engine/service/'] },
  { name: 'setup', from: '^src/setup/', mayImport: ['^src/setup/', '^src/cli/desktop\\.ts$'] },
];

/** Tests and what they share (`x.testing.ts`) may import anything. */
const TESTS = '\\.test(?:ing)?\\.tsx?$|/fixtures/';

export const FORBIDDEN: readonly IForbiddenRuleType[] = [
  ...ROWS.map((row): IForbiddenRuleType => ({
    name: row.name,
    comment: `The import table (test/arch/README.md) lets ${row.name} import only ${row.mayImport.join(' ')}.`,
    severity: 'error',
    from: { path: row.from, pathNot: TESTS },
    to: { path: '^(?:src|test)/', pathNot: [...row.mayImport] },
  })),
  {
    name: 'only-shell-imports-electron',
    comment: 'The engine is plain Node: the browser shell and the command line run it too.',
    severity: 'error',
    from: { path: '^src/', pathNot: '^src/(?:main|preload)/' },
    to: { path: '(?:^|/)electron(?:/|$)', pathNot: '^src/' },
  },
  {
    name: 'no-node-in-pure-code',
    comment: 'These run in the renderer too, or are pure by contract: bytes and clocks come in as arguments.',
    severity: 'error',
    from: { path: '^src/(?:base|model|figures|engine/(?:analyse|report|actions|fault-tree-files)|renderer)/', pathNot: TESTS },
    to: { dependencyTypes: ['core'], pathNot: '^(?:node:)?zlib$' },
  },
  {
    name: 'formats-compute-only',
    comment: 'A parser gets its bytes from its source: of Node it may have what computes (native text checks, inflate), never files or clocks.',
    severity: 'error',
    from: { path: '^src/formats/', pathNot: TESTS },
    to: { dependencyTypes: ['core'], pathNot: '^(?:node:)?(?:buffer|zlib)$' },
  },
  {
    name: 'resolvable',
    comment: 'The import names nothing.',
    severity: 'error',
    from: { path: '^src/' },
    to: { couldNotResolve: true, pathNot: '\\?(?:nodeWorker|worker|raw|url|inline)|^virtual:' },
  },
];
