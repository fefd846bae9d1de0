/** The published proto files as grpc-js service definitions; 64-bit numbers travel as decimal strings. */
import { fileURLToPath } from 'node:url';
import { type GrpcObject, loadPackageDefinition, type ServiceClientConstructor } from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';

function load(file: string): GrpcObject {
  const path = fileURLToPath(new URL(`../../contract/${file}`, import.meta.url));
  return loadPackageDefinition(loadSync(path, { longs: String, enums: String, defaults: true, oneofs: true }));
}

function service(root: GrpcObject, ...path: string[]): ServiceClientConstructor['service'] {
  let place: unknown = root;
  for (const name of path) place = (place as GrpcObject)[name];
  return (place as ServiceClientConstructor).service;
}

export const gatewayName = 'gateway_protocol.Gateway';
export const gatewayService = service(load('gateway.proto'), 'gateway_protocol', 'Gateway');
export const healthService = service(load('health.proto'), 'grpc', 'health', 'v1', 'Health');
