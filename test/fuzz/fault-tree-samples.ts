import type { Corpus } from './mutate.ts';

const MEF = `<?xml version="1.0"?>
<opsa-mef name="Fuzz">
  <define-fault-tree name="T"><label>Both trains</label>
    <attributes><attribute name="note" value="a\\nb"/><attribute name="tops" value="Top"/></attributes>
    <define-gate name="Top"><attributes><attribute name="gate" value="xor"/><attribute name="inputs" value="A !B C"/></attributes><xor><xor><gate name="A"/><not><gate name="B"/></not></xor><event name="C"/></xor></define-gate>
    <define-gate name="A"><atleast min="2"><event name="C"/><event name="D"/><or><event name="Sub.E"/><constant value="true"/></or></atleast></define-gate>
    <define-gate name="B"><attributes><attribute name="flavor" value="inhibit"/></attributes><and><event name="D"/><event name="K"/></and></define-gate>
    <define-component name="Sub" role="private"><define-basic-event name="E"><lognormal-deviate><float value="1e-3"/><float value="3"/><float value="0.95"/></lognormal-deviate></define-basic-event><define-parameter name="p"><mul><parameter name="q"/><system-mission-time/></mul></define-parameter></define-component>
    <define-basic-event name="K"><attributes><attribute name="flavor" value="conditional"/></attributes><switch><case><eq><int value="1"/><int value="2"/></eq><float value="0.1"/></case><float value="0.2"/></switch></define-basic-event>
    <define-parameter name="q" unit="hours-1"><histogram><float value="0"/><bin><float value="0.1"/><float value="2"/></bin></histogram></define-parameter>
    <define-CCF-group name="G" model="MGL"><members><basic-event name="C"/><basic-event name="D"/></members><distribution><exponential><parameter name="q"/><float value="5"/></exponential></distribution><factors><factor level="2"><float value="0.2"/></factor></factors></define-CCF-group>
  </define-fault-tree>
  <define-fault-tree name="U"><define-gate name="V"><not><event name="W"/></not></define-gate></define-fault-tree>
  <model-data><define-house-event name="W"><constant value="false"/></define-house-event></model-data>
</opsa-mef>
`;
const GALILEO = 'toplevel "S";\n"S" or "A" "B" "V";\n"A" wsp "P" "Q"; "B" pand "x" "y";\n"V" 2of3 "x" "y" "z";\n"F" fdep "T" "x" "y"; "D" pdep=0.3 "T" "z";\nparam r=0.1;\n"P" lambda=0.1 dorm=0; "Q" lambda=r phases=3; "x" prob=0.2; "y" rate=0.1 shape=2; "z" lambda=1e-3 repair=0.5; "T" lambda=0.01;\n';
const ARALIA = 'Name\ng1 := (g2 & -g3 | e1);\ng2 := @(2, [a, b, (c ^ d)]);\ng3 := #(1, 2, [a, b, c]) /* note */\ng4 := (a => b) <=> ~(c & d);\np e1 = 0.1\np(a) = 2.5e-3;\ns h = true;\n';
const OPENFTA = 'lift.ped\nS NULL 0\n9 Two\nlines\nM Top 1 \n10 Door fails\nO OR1 3 \nM NULL 1 \n11 Motor fails\nB DM_1 0 \nM NULL 1 \n0\nH NULL 2 \nB DM_1 0 \nC C1 0 \nI other.fta 0 \n';
const DATABASE = 'DM_1;;B\0;Door motor fails;1.000000e-06;\0;\nC1;;C\0;Lift moves;5.000000e-01;L;\nK;;E\0;Key;1.0e+00;\0;\n';

/** A model of each kind of file that fault trees are read from, small, with most of what the kind has. */
export const FAULT_TREES: Corpus = {
  inputs: [MEF, MEF, MEF, GALILEO, ARALIA, OPENFTA, DATABASE].map((text) => new TextEncoder().encode(text)),
  tokens: [
    '<opsa-mef>', '</opsa-mef>', '<define-fault-tree name="T">', '<define-gate name="Top">', '</define-gate>', '<and>', '</and>', '<or>', '<not>', '</not>', '<atleast min="2">', '<cardinality min="1" max="99999999">', '<event name="C"/>', '<event name="Top"/>', '<gate name="A"/>', '<constant value="true"/>',
    '<define-component name="Sub" role="private">', '<float value="1e999"/>', '<int value="-1"/>', '<parameter name="q"/>', '<parameter name="p"/>', '<periodic-test>', '<histogram>', '<bin>', '<factor level="999999999">', '<attribute name="inputs" value="A A !A"/>', '<attribute name="name" value="a..b"/>', '<xi:include href="/etc/passwd"/>',
    '<!DOCTYPE a [<!ENTITY b "c">]>', '&b;', '&#0;', '&#x10ffff;', '<![CDATA[', ']]>', '<!--', '-->', 'name="constructor"', 'name="__proto__"', 'toplevel "S";', '"S" and ', ' 3of2 ', ' vot 9 ', ' fdep "S" "S"', 'pdep=', 'lambda=', 'prob=', 'phases=9999999', 'dorm=', 'param ',
    'g := ', ':=', '@(', '#(1, 2, [', '])', '<=>', '=>', '-', '~', '(((((((((', ')', ';', 'p(', 's h = ', '/*', '*/', '//', 'M NULL 99999 \n', 'A NULL 2 \n', '99999 text\n', 'S NULL 0\n', 'T x 0 \n', ';;B\0;', ';1e-6;L;\n', '(1 / 0)',
  ],
};
