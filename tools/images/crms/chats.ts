export { newChat as chatOf } from '../../../test/e2e/hubspot/world';
