/** Every page in English. */
import { walkAllPages } from './walk.ts';

walkAllPages('en');
