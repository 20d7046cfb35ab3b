/**
 * What a new case's postmortem starts from: `resources/templates/tephra.md`, here because a case file knows no folder of
 * resources (a test holds the two equal). Comments guide the writer; a report leaves them out.
 */
export const POSTMORTEM_TEMPLATE = `# Postmortem

## Summary

<!-- Three sentences: what users met, for how long, and why. Written last, read first. -->

## Impact

<!-- Who could not do what, from when to when, in numbers. Name the source of each number. -->

## Timeline

<!-- The block below draws the case's timeline. Add entries in Timeline; say here only what they do not. -->

\`\`\`tephra timeline
\`\`\`

## Detection, response and recovery

<!-- What noticed it first, what ought to have, and what people knew at each decision. -->

\`\`\`tephra metrics
\`\`\`

## Contributors

<!-- Conditions that had to hold together. For each: what shows that it held, as a citation. -->

## What helped

<!-- Tools, habits and people's knowledge that made it shorter or smaller. -->

## Where we got lucky

<!-- What would have made it worse, and did not happen for no reason of ours. -->

## Why we were surprised

<!-- What we believed about the system beforehand that turned out not to be so. -->

## Ruled out

<!-- What was suspected, and the evidence that speaks against it. It saves the next reader the same way. -->

## Actions

<!-- Write them in Actions: an owner, a date, and how one will see that it is done. Declined ones stay, with the reason. -->

\`\`\`tephra actions
\`\`\`

## Open questions

<!-- What the evidence does not settle, and what would settle it. -->
`;
