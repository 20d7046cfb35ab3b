/**
 * Given names that are frequent in English, German and in international teams. Left out: names that are words, products
 * or projects as well (Will, Mark, Grace, Hugo, Julia, Cassandra, Travis …); these count with a family name alone.
 */
export const GIVEN_NAMES: ReadonlySet<string> = new Set(`
Aaron Abdul Abigail Adam Adrian Ahmed Aisha Alan Albert Alejandro Alessandro Alex Alexander Alexandra Alfred Ali Alice Alicia Alina Allison Amanda Amir Amit Amy
Ana Anders Andre Andrea Andreas Andrei Andrew Andy Angela Anita Anja Anjali Ankit Anna Anne Annette Annika Anthony Antje Anton Antonio Anya Arjun Arne Arthur Arun Ashley Astrid Axel Ayesha
Barbara Bastian Beate Beatrice Ben Benedikt Benjamin Bernd Bernhard Beth Bettina Bianca Birgit Bjorn Björn Bob Boris Brandon Brenda Brian Britta Bruno Bryan
Camilla Carina Carl Carla Carlos Carmen Carol Caroline Carolin Carsten Catherine Cathy Cedric Chandra Charlie Charlotte Chen Chloe Chris Christa Christian Christiane Christina Christine Christoph Christopher Claire Clara Clark Claudia Colin Connor Corinna Craig Cynthia
Damien Dan Dana Daniel Daniela Danielle Danny Dave David Deborah Deepak Denise Dennis Derek Diana Diego Dieter Dietmar Dimitri Dirk Dmitri Dmitry Dominic Dominik Donald Donna Doris Dorothea Dorothy Doug Douglas Duncan Dylan
Eddie Edgar Eduardo Edward Elena Elias Elisabeth Elizabeth Ellen Emil Emily Emma Eric Erica Erich Erik Erika Erin Ernesto Esther Ethan Eugene Evan Evelyn
Fabian Farah Fatima Felipe Felix Ferdinand Fernando Fiona Florian Franz Franziska Fred Frederic Friedrich
Gabriel Gabriele Garcia Gareth Gary Georg George Gerald Gerd Gerhard Gina Giovanni Giulia Greg Gregor Gregory Guido Günter Günther Gustav
Hannah Hannes Hans Harald Harry Hassan Heather Heidi Heike Heiko Heiner Heinrich Heinz Helen Helena Helga Helmut Hendrik Henning Henrik Henry Herbert Hermann Hiroshi Holger Howard
Ian Ibrahim Igor Ines Inga Ingo Ingrid Irina Isaac Isabel Isabella Ivan
Jacob Jake Jakob James Jan Jana Janet Janine Jared Jason Javier Jeff Jeffrey Jelena Jennifer Jenny Jens Jeremy Jerry Jesse Jessica Jessie Jesus Jill Jim Jimmy Joachim Joan Joanna Jochen Joe Joel Johan Johann Johanna Johannes John Johnny Jon Jonas Jonathan Jordan Jorge Jose José Josef Joseph Josh Joshua Juan Judith Judy Julian Juliane Julie Jürgen Justin Jutta
Kara Karen Karim Karin Karl Karsten Kate Katharina Katharine Katherine Kathrin Kathleen Kathy Katja Katrin Katy Keith Kelly Ken Kenneth Kenji Kerstin Kevin Khalid Kim Kirsten Klaus Konrad Konstantin Krishna Kristin Kristina Kurt Kyle
Lars Laura Lauren Laurent Lea Leah Lena Lennart Leo Leon Leonard Leonie Lewis Liam Lily Linda Lisa Lorenz Lothar Louis Louise Luca Lucas Lucia Lucy Ludwig Luis Luisa Lukas Luke
Magdalena Maike Manfred Manuel Manuela Marc Marcel Marco Marcos Marcus Margaret Maria Marie Mariana Marina Mario Marion Marius Markus Marlene Marta Martha Martin Martina Mary Mathias Matt Matthew Matthias Maurice Maximilian Megan Mehmet Meike Melanie Melissa Michael Michaela Michal Michelle Miguel Mike Mikhail Milan Mirko Miriam Mohamed Mohammed Mona Monica Monika Moritz Muhammad
Nadine Nadja Nancy Naomi Natalia Natalie Nathan Neha Neil Nicholas Nick Nico Nicola Nicolas Nicole Niels Nikita Niklas Nikolai Nils Nina Noah Nora Norbert Norman
Oleg Olga Oliver Olivia Olivier Omar Oscar Oskar Pablo Pamela Patricia Patrick Paul Paula Pavel Pedro Peggy Peter Petra Philip Philipp Phillip Pierre Piotr Prakash Priya
Rachel Rafael Rahul Rainer Raj Rajesh Ralf Ralph Ramesh Raphael Ravi Raymond Rebecca Regina Reinhard Renate René Ricardo Richard Rick Rita Robert Roberto Robin Rodrigo Roger Rohan Roland Rolf Roman Ronald Rosa Roy Rudolf Rüdiger Russell Ruth Ryan
Sabine Sabrina Sally Samantha Sami Samuel Sandeep Sandra Sanjay Sara Sarah Sascha Saskia Scott Sean Sebastian Sergei Sergey Sergio Shane Shannon Sharon Shaun Shawn Silke Silvia Simon Simone Sofia Sofie Sonja Sophia Sophie Stacy Stefan Stefanie Steffen Stephan Stephanie Stephen Steve Steven Stuart Sue Sunil Suresh Susan Susanne Suzanne Svenja Svetlana Sylvia Sylvie
Tamara Tanja Tanya Tara Tatjana Ted Teresa Terry Theo Theodor Theresa Thomas Thorsten Tiffany Till Tim Timo Timothy Tina Tobias Todd Tom Tomas Toni Tony Torben Torsten Tracy Trevor Tyler
Udo Ulf Uli Ulrich Ulrike Ursula Uta Ute Uwe Vadim Valentin Valentina Valerie Vanessa Vera Verena Veronika Victor Victoria Vijay Viktor Vikram Vincent Vivek Vladimir Volker
Walter Wayne Wendy Werner Wilhelm William Willy Wolfgang Xavier Yannick Yasmin Yuki Yuri Yusuf Yvonne Zach Zachary
`.trim().split(/\s+/));
