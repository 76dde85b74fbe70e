export { maskedBody as mask } from '../../leads/rules/sensitive-numbers';
