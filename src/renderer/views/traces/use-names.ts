import { useMemo } from 'react';
import { api } from '../../../protocol/api.ts';
import type { OutputOf } from '../../../protocol/define.ts';
import { useRead, type Reading } from '../../rpc/react.tsx';
import { serviceClass, servicePlaces } from './colours.ts';

const NO_NAMES: readonly { name: string }[] = [];

export type Names = OutputOf<typeof api.traceNames>;

/** Services of the case; with one of them its operations. */
export function useNames(service: string | undefined): Reading<Names> {
  return useRead(api.traceNames, service === undefined ? {} : { service }, { dependsOn: 'index' });
}

/** Class names for the colour of a service. */
export type Colour = (service: string) => string;

export function useColours(): Colour {
  const services = useRead(api.traceNames, {}, { dependsOn: 'index' }).data?.services ?? NO_NAMES;
  return useMemo(() => {
    const places = servicePlaces(services.map((s) => s.name));
    return (service: string) => serviceClass(places.get(service) ?? 0);
  }, [services]);
}
