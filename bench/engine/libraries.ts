/** Only loads what the engine loads; the floor of its start. */
import '@fastify/multipart';
import '@grpc/grpc-js';
import 'bpmn-moddle';
import 'dmn-moddle';
import 'fastify';
import 'feelin';
import 'prom-client';
import '../../engine/gateway/grpc/protocol.ts';
