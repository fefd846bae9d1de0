/** Services of Open311: the fields that a report may be about, and what each asks for. */
import type { Directory, FieldAt } from '../../domain/directory/at.ts';
import { attributes } from '../../domain/open311.ts';
import { type Language, texts } from '../../domain/text/texts.ts';
import { Open311Error } from './answer.ts';

export const serviceList = ({ fields }: Directory, language: Language) => fields.map((one) => serviceOf(one, language));

function serviceOf(field: FieldAt, language: Language) {
  return {
    service_code: field.id,
    service_name: field.name[language],
    description: field.about[language],
    metadata: true,
    type: 'realtime',
    keywords: field.about[language]
      .split(/[;:,]/)
      .map((word) => word.trim())
      .filter(Boolean)
      .join(', '),
    group: texts(language).open311.group,
  };
}

/** @throws 404 */
export function needService({ fields }: Directory, code: string): FieldAt {
  const found = fields.find(({ id }) => id === code);
  if (!found) throw new Open311Error(404, 'service-unknown');
  return found;
}

export function serviceDefinition(directory: Directory, code: string, language: Language) {
  const { id } = needService(directory, code);
  const said = texts(language).open311;
  const areas = directory.areas.map((one) => ({ key: one.id, name: one.name[language] }));
  const choice = [
    { key: 'false', name: said.no },
    { key: 'true', name: said.yes },
  ];
  return {
    service_code: id,
    attributes: attributes.map(({ code: name, datatype, required }, n) => ({
      variable: true,
      code: name,
      datatype,
      required,
      datatype_description: said.attributes[name].hint,
      order: n + 1,
      description: said.attributes[name].description,
      ...(datatype === 'singlevaluelist' ? { values: name === 'district' ? areas : choice } : {}),
    })),
  };
}
