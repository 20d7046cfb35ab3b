import { z } from 'zod';

// The page's policy forbids eval. zod would try it once, for the first object schema that is made, and be reported;
// so this module has to be evaluated before any other that imports zod.
z.config({ jitless: true });
