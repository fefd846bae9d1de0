/**
 * BPMN files against the OMG's schema (zeebe-contract 4.13), which bpmn-moddle ships. The validator is WebAssembly and
 * takes some 60 ms and 35 MB: it is loaded by the first deployment, never by a start or a recovery.
 * What could go wrong: entities and DTDs, which reach out or swell: a file with a DOCTYPE is refused before it is parsed.
 */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { XsdValidator } from 'libxml2-wasm';

const schemaFile = fileURLToPath(import.meta.resolve('bpmn-moddle/resources/bpmn/xsd/BPMN20.xsd'));

interface Finding {
  message: string;
  line?: number;
  col?: number;
}
type Validate = (xml: string) => Finding[];

let validator: Promise<Validate> | undefined;

async function load(): Promise<Validate> {
  const { XmlDocument, XsdValidator: Validator, XmlValidateError } = await import('libxml2-wasm');
  const { xmlCleanupInputProvider } = await import('libxml2-wasm');
  const { xmlRegisterFsInputProviders } = await import('libxml2-wasm/lib/nodejs.mjs');
  // Files are read for the schema's own parts only.
  xmlRegisterFsInputProviders();
  const document = XmlDocument.fromBuffer(await readFile(schemaFile), { url: schemaFile });
  const xsd: XsdValidator = Validator.fromDoc(document);
  xmlCleanupInputProvider();
  return (xml) => {
    const parsed = XmlDocument.fromString(xml);
    try {
      xsd.validate(parsed);
      return [];
    } catch (error) {
      if (error instanceof XmlValidateError) return error.details;
      throw error;
    } finally {
      parsed.dispose();
    }
  };
}

/** Rejects with the first thing that is wrong and its line, if the XML is not well-formed or breaks the schema. */
export async function checkSchema(xml: string): Promise<void> {
  if (/<!DOCTYPE/i.test(xml)) throw new Error('DOCTYPE is disallowed');
  validator ??= load();
  const validate = await validator;
  const [first] = findings(validate, xml);
  if (first) throw new Error(`Line=${first.line ?? 0} Column=${first.col ?? 0}: ${readable(first.message)}`);
}

function findings(validate: Validate, xml: string): Finding[] {
  try {
    return validate(xml);
  } catch (error) {
    const { details } = error as { details?: Finding[] };
    if (details?.length) return details;
    throw error;
  }
}

/** The validator names elements by their namespace in braces; the local name is what an author looks for. */
const readable = (message: string): string =>
  message
    .replace(/\{[^}]*\}/g, '')
    .replace(/\s+/g, ' ')
    .trim();
