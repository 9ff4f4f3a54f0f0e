export { Ledger } from './ledger.ts';
