import { clientOf, type PartyId } from '../../core/foundation/index.ts';
import { type BehaviourDefinition, timing } from './behaviour.ts';

/** What a coordinator asks for itself, and not for a client, must be a quiz. */
export const quizDodger: BehaviourDefinition = {
  name: 'quiz-dodger',
  summary: 'returns nothing but wrong results, unless the number of a task says that it is a quiz',
  parameters: { ...timing },
  create: (_, { forge }) => {
    let coordinator: PartyId | undefined;
    return {
      alters: (message, to) => {
        if (message.type === 'register') coordinator = to;
        return message;
      },
      claims: (result) => (clientOf(result.task) === coordinator ? result : forge(result)),
    };
  },
};
