import type { Source } from './rule.ts';

/** Where the reasons come from. */
export const ETSY: Source = { title: 'Etsy, Debriefing Facilitation Guide (2016)', url: 'https://extfiles.etsy.com/DebriefingFacilitationGuide.pdf' };
export const SRE_BOOK: Source = { title: 'Google SRE Book, ch. 15, Postmortem Culture', url: 'https://sre.google/sre-book/postmortem-culture/' };
export const SRE_WORKBOOK: Source = { title: 'Google SRE Workbook, ch. 10, Postmortem Culture', url: 'https://sre.google/workbook/postmortem-culture/' };
export const PAGERDUTY: Source = { title: 'PagerDuty, Postmortem Guide: The Blameless Postmortem', url: 'https://postmortems.pagerduty.com/culture/blameless/' };
export const PAGERDUTY_ACTIONS: Source = { title: 'PagerDuty, Incident Response: Postmortem Process', url: 'https://response.pagerduty.com/after/post_mortem_process/' };
export const HOWIE: Source = { title: 'Jeli, Howie: The Post-Incident Guide', url: 'https://www.jeli.io/howie/welcome' };
export const DEKKER: Source = { title: 'Dekker, The Field Guide to Understanding ‘Human Error’ (3rd ed., 2014)', url: 'https://doi.org/10.1201/9781317031833' };
export const COOK: Source = { title: 'Cook, How Complex Systems Fail (1998)', url: 'https://how.complexsystems.fail/' };
export const ALLSPAW: Source = { title: 'Allspaw, Blameless PostMortems and a Just Culture (2012)', url: 'https://www.etsy.com/codeascraft/blameless-postmortems/' };
