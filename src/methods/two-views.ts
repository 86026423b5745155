// The declaration that most methods share: two views of every image.
import { recipePair, type ViewDeclaration } from "../augment/index.ts";

/** Two views of every image by the run's recipe, which may have another one for the second. */
export function twoViews<First extends string, Second extends string>(
  recipe: string,
  first: First,
  second: Second,
): Record<First | Second, ViewDeclaration> {
  const [one, other] = recipePair(recipe);
  return { [first]: { recipe: one }, [second]: { recipe: other } } as Record<First | Second, ViewDeclaration>;
}
