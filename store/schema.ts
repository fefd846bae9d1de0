/** What all schemas share: no `__v`, no empty-object cleaning surprises, epoch milliseconds as numbers. */
import { Schema, type SchemaDefinition } from 'mongoose';

/** A schema for a collection whose `_id` is given in `definition`. `collection` is its name in the database. */
export function schemaOf<T>(collection: string, definition: SchemaDefinition): Schema<T> {
  return new Schema<T>(definition as never, {
    collection,
    versionKey: false,
    minimize: false,
    id: false,
    autoIndex: false,
  }) as Schema<T>;
}
