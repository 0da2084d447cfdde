export { addresses, transportOf, type Transport } from '../../platform/index.js';
