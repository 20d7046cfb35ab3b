import { NS_PER_S, zoneOffsetNs } from '../base/time.ts';

/*
 * Zone abbreviations as servers write them beside a time. They are not unique; the first meaning is that of
 * PostgreSQL's default set (https://www.postgresql.org/docs/current/datetime-config-files.html,
 * src/timezone/tznames/Default), others follow. Minutes east of UTC.
 */
const ABBREVIATIONS: ReadonlyMap<string, readonly number[]> = new Map(Object.entries({
  UTC: [0], GMT: [0], UCT: [0], Z: [0], WET: [0], WEST: [60], BST: [60, 360], IST: [120, 330, 60], CET: [60], MET: [60], CEST: [120], MEST: [120],
  EET: [120], EEST: [180], SAST: [120], CAT: [120], WAT: [60], EAT: [180], IDT: [180], MSK: [180], MSD: [240], TRT: [180],
  PKT: [300], NPT: [345], HKT: [480], SGT: [480], AWST: [480], PHT: [480], KST: [540], JST: [540], WIB: [420], WITA: [480], WIT: [540],
  ACST: [570], ACDT: [630], AEST: [600], AEDT: [660], NZST: [720], NZDT: [780],
  NST: [-210], NDT: [-150], AST: [-240, 180], ADT: [-180], EST: [-300, 600], EDT: [-240, 660], CST: [-360, 480, -300], CDT: [-300, -240],
  MST: [-420], MDT: [-360], PST: [-480, 480], PDT: [-420], AKST: [-540], AKDT: [-480], HST: [-600], SST: [-660], BRT: [-180], BRST: [-120], ART: [-180],
}));

/** Offset of `+02`, `-0330`, `+05:30` in seconds; `undefined` when it is none. */
export function numericOffsetSeconds(text: string): number | undefined {
  const m = /^([+-])(\d\d):?(\d\d)?$/.exec(text);
  if (!m) return undefined;
  const minutes = Number(m[2]) * 60 + Number(m[3] ?? '0');
  return minutes > 18 * 60 ? undefined : (m[1] === '-' ? -60 : 60) * minutes;
}

/**
 * Seconds east of UTC that a zone abbreviation or numeric offset stands for; `undefined` when it is not known. Where
 * an abbreviation has several meanings, the one that `zone` has at that time (seconds since 1970) is taken, else the first.
 */
export function zoneTextOffsetSeconds(text: string, zone: string, nearSeconds: number): number | undefined {
  const known = ABBREVIATIONS.get(text);
  if (!known) return numericOffsetSeconds(text);
  if (known.length === 1) return known[0]! * 60;
  const here = Number(zoneOffsetNs(BigInt(nearSeconds) * NS_PER_S, zone) / NS_PER_S);
  return (known.find((minutes) => minutes * 60 === here) ?? known[0]!) * 60;
}
