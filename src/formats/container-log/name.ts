/**
 * What a file's name says of its container. Kubelet links `<pod>_<namespace>_<container>-<64 hex>.log` in
 * /var/log/containers (https://kubernetes.io/docs/concepts/cluster-administration/logging/); Docker keeps
 * `<64 hex>-json.log` (https://docs.docker.com/engine/logging/drivers/json-file/). Rotated files have more behind.
 */
export interface ContainerName {
  readonly pod: string | undefined;
  readonly namespace: string | undefined;
  readonly container: string | undefined;
  readonly id: string | undefined;
}

const KUBERNETES = /^([a-z\d](?:[a-z\d.-]{0,251}[a-z\d])?)_([a-z\d](?:[a-z\d-]{0,61}[a-z\d])?)_([a-z\d](?:[a-z\d-]{0,61}[a-z\d])?)-([\da-f]{64})\.log(?:[.-].*)?$/;
const DOCKER = /^([\da-f]{64})-json\.log(?:\..*)?$/;

export function containerOf(fileName: string): ContainerName {
  const k = KUBERNETES.exec(fileName);
  if (k) return { pod: k[1], namespace: k[2], container: k[3], id: k[4] };
  return { pod: undefined, namespace: undefined, container: undefined, id: DOCKER.exec(fileName)?.[1] };
}
