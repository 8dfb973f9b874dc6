"""Names that are English words as well: each counts as a name only where its place in the sentence says so."""

_WORDS = """
will grace may hope rose faith joy april june august summer autumn winter spring amber ruby pearl jade ivy lily daisy
violet olive hazel heather holly iris poppy rosemary ginger basil jasmine fern willow sky dawn eve robin jay martin
drake bill bob jack mark rob nick pat sue josh rich frank grant miles chase clay cliff dale dean don earl ernest gene
guy jean lance max melody mercy patience penny peg prudence ray red rusty sandy star ted trinity victor van wade warren
wren christian angel bonny candy charity cherry chuck constance crystal dolly dot drew duke art bishop brown green white
black gray grey young old long short small little strong swift wise good best power powers price cook baker butler
carter carpenter cooper fisher gardener hunter king knight lord mason miller page parker porter potter shepherd singer
turner walker weaver ward wood woods hill hills field fields ford brook brooks lake pool stone rock moor marsh heath
forest banks bridge bridges church hall house home park parks street lane north south east west day friday monday noon
snow frost rain storm gale bird crane finch fox hare lamb wolf bull fish salmon pike bacon rice cotton silk bell horn
drum ball bond case chambers close cross deal dyer early england english french welsh irish friend love fear gay golden
silver gold jewel glass hand hands head foot high low holder holiday hood hunt just keen kind large law lawn leader
light lock major march mean merry moon sun moss must noble nurse peace pepper salt place poor pope post pound prince
quick raven read reason reed root rush sage savage sharp skill speed steel stock stout sweet temple train trust tower
town vale vine wall waters wells wild wish worth yard york an so do he you him to in on me my be man song can dan all
any are as at but by for had has her his how its no not now of off or our out own she the them then up us was we who
abbot archer ash barber beech berry birch blunt boot booth bow box brand bright broad bush cannon care carer castle
chance child clark coach coast coffee cole cope core court cover craft curry cutter dance darling dear doctor down
drew dry jan farmer fair fields fine fleet flood flower flowers forge free full game garland gates gentle gift given
gold goose
grand grave graves grove guest gull hail hardy harvest hawk hay heard heart helm hill hobby holt honor honour horne
ice jolly joint judge key keys lark lead lean leaf link lion lodge looker love lucky mace manning marshal may meadow
meadows mill mills minor money moody moral more mote myth nail neat new newman nightingale nobles oak oakley
paige parish parson peach peacock pease perfect pickles pitcher plant plum pool proud purple race rains rand
ransom reader reeves rice riddle ridge rivers river robe rook room rooms royal rudd rule rump sands sawyer seal
sellers service settle shade shaw shine shore silk sleight smart sparrow spear spice squire staff stead stern
stocks strange stroud sugar tanner tempest tennant thorn tiller toll tripp tucker twist unity usher valentine
vice virtue waite wake wane water way weeks welcome wheat wheeler whistler wick wing winner withers witness
woodland worker wright yates zeal
"""
COMMON = frozenset(_WORDS.split())
MONTHS = frozenset({"april", "may", "june", "august", "march", "jan"})
