import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bodyOf, jsonWithTexts, optionalKey, optionalVariables, parseJson, pathKey } from './bodies.ts';

describe('a request body', () => {
  test.each([
    '{"variables":{"a":9007199254740993,"b":0.1234567890123456789,"c":1e400,"d":-12345678901234567890}}',
    '{"variables":{"text":"1234567890123456789","list":[1,2.5,9223372036854775807]}}',
  ])('carries numbers that JavaScript cannot hold: %s', (text) => {
    expect(`{"variables":${optionalVariables(bodyOf(parseJson(text)))}}`).toBe(text);
  });

  test('means the same after the way through, whatever JSON it is', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (variables) => {
        const passed = optionalVariables(bodyOf(parseJson(JSON.stringify({ variables }))));
        expect(JSON.parse(passed!)).toEqual(JSON.parse(JSON.stringify(variables)));
      }),
    );
  });

  test('takes a key as string or as number, however long', () => {
    for (const text of ['{"k":"2251799813685249"}', '{"k":2251799813685249}', '{"k":9223372036854775807}'])
      expect(optionalKey(bodyOf(parseJson(text)), 'k')).toBe(/\d+/.exec(text)![0]);
  });

  test.each(['{"k":"x"}', '{"k":-1}', '{"k":1.5}', '{"k":{}}', '{"k":[1]}'])('refuses %s as a key', (text) => {
    expect(() => optionalKey(bodyOf(parseJson(text)), 'k')).toThrow(/Expected k to be a key/);
  });

  test.each(['[]', '1', '"x"'])('must be an object: %s', (text) => {
    expect(() => bodyOf(parseJson(text))).toThrow(/must be a JSON object/);
  });

  test('that is no JSON is refused without repeating it', () => {
    expect(() => parseJson('{"phone": 0905')).toThrow('Request body is not valid JSON');
  });

  test.each(['0x10', '-1', '1e3', '', 'abc'])('has no such key in its path: %j', (key) => {
    expect(() => pathKey({ key })).toThrow(/Expected a key in the path/);
  });
});

test('an answer takes in JSON text as it is', () => {
  expect(jsonWithTexts({ a: 1 }, { variables: '{"n":9007199254740993}' })).toBe(
    '{"a":1,"variables":{"n":9007199254740993}}',
  );
  expect(jsonWithTexts({}, { v: '{}' })).toBe('{"v":{}}');
});
